// For operators who would rather bring the database up to date with Prisma's own command line:
// `DATABASE_URL=… npx prisma migrate deploy`. `npm run migrate` does the same and downloads nothing.
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
