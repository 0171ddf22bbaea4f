// `courant docs`: writes what the documentation says of the configuration from the schema itself.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { configurationPage, envExample } from '../config/describe-environment.js';

export async function writeDocs(): Promise<void> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  await writeFile(`${root}docs/configuration.md`, configurationPage());
  await writeFile(`${root}.env.example`, envExample());
  process.stdout.write('Wrote docs/configuration.md and .env.example.\n');
}
