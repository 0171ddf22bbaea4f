// `courant db diff NAME`
import { writeNextMigration } from '../platform/prisma/next-migration.js';
import { SystemClock } from '../shared/clock.js';
import { withDatabase } from './with-modules.js';

export async function nextMigration(name: string): Promise<void> {
  const stamp = new SystemClock().now().toISOString().replace(/\D/g, '').slice(0, 14);
  const path = await withDatabase(({ databaseUrl }) => writeNextMigration(databaseUrl, name, stamp));
  process.stdout.write(
    path ? `Wrote ${path}. Read it before you commit it.\n` : 'Schema and migrations agree.\n',
  );
}
