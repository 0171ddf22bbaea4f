// The long forms of test/chaos, with a table of what was counted:
//
//   npm run chaos -- --deliveries 50000 --kills 100     random kill -9 of workers and web
//   npm run chaos -- --rounds 10                        every failpoint, so many times
//   npm run chaos -- --outages 10                       PostgreSQL away for 60 s, Redis for two minutes, so many times each
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    deliveries: { type: 'string' },
    kills: { type: 'string' },
    rounds: { type: 'string' },
    outages: { type: 'string' },
  },
});
const { deliveries, kills, rounds, outages } = values;
const files = [
  ...(deliveries || kills ? ['random-kills'] : []),
  ...(rounds ? ['failpoints'] : []),
  ...(outages ? ['outages'] : []),
];
if (files.length === 0) {
  console.error('Say what to break: --deliveries N --kills N, --rounds N, --outages N');
  process.exit(64);
}
const jest = fileURLToPath(new URL('../node_modules/jest/bin/jest.js', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [jest, '--runInBand', ...files.map((name) => `test/chaos/${name}`)],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      CHAOS_TELL: '1',
      ...(files.includes('random-kills') && {
        CHAOS_DELIVERIES: deliveries ?? '50000',
        CHAOS_KILLS: kills ?? '100',
      }),
      ...(rounds && { CHAOS_ROUNDS: rounds }),
      ...(outages && { CHAOS_OUTAGES: outages }),
    },
  },
);
process.exit(status ?? 1);
