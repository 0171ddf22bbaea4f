// `courant admin create-key`
import { AdminKeys } from '../admin/admin-keys.js';
import { AdminModule } from '../admin/admin.module.js';
import { withModule } from './with-modules.js';

export async function createAdminKey(options: { name: string }): Promise<void> {
  const key = await withModule(AdminModule, (app) => app.get(AdminKeys).create(options));
  process.stderr.write('This key is shown once; only a hash of it is kept.\n');
  process.stdout.write(`${key}\n`);
}
