// An account without privileges, for tests of what root may do and others may not.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface OrdinaryAccount {
  uid?: number;
  gid?: number;
}

const NOBODY = { uid: 65_534, gid: 65_534 };

/** Ourselves; for root `nobody`, and undefined when that account cannot read the built code. */
export function ordinaryAccount(): OrdinaryAccount | undefined {
  if (process.getuid?.() !== 0) return {};
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
  const script = `require('node:fs').readFileSync(${JSON.stringify(main)}); require('node:process').cwd()`;
  const { status } = spawnSync(process.execPath, ['-e', script], { ...NOBODY, cwd: '/' });
  return status === 0 ? NOBODY : undefined;
}
