// Generates the Prisma client without a download. Prisma's command line looks for a native schema engine before it does
// anything, although generating needs none: any file that exists satisfies it.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const schema = `${root}prisma/schema.prisma`;
const output = `${root}src/generated/prisma/client.ts`;

if (existsSync(output) && statSync(output).mtimeMs > statSync(schema).mtimeMs) process.exit(0);

const result = spawnSync(
  process.execPath,
  [`${root}node_modules/prisma/build/index.js`, 'generate', '--schema', schema, '--no-hints'],
  {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  },
);
if (result.status !== 0) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
process.exit(result.status ?? 1);
