// `courant migrate`
import { migrate } from '../platform/prisma/migrate.js';
import { withDatabase } from './with-modules.js';

export async function migrateDatabase(): Promise<void> {
  const applied = await withDatabase(({ databaseUrl }) => migrate(databaseUrl));
  const text = applied.map((name) => `Applied ${name}\n`).join('');
  process.stdout.write(text === '' ? 'The database is up to date.\n' : text);
}
