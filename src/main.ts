// Starts what ROLE says and runs until it is told to stop.
import { exitCodeOf } from './cli/exit-code.js';
import { outliveLog } from './cli/outlive-log.js';
import { stopOnSignal } from './cli/stop-on-signal.js';
import { loadDotEnv, readEnvironment } from './config/env.js';
import { startCourant } from './courant.js';

outliveLog();
try {
  loadDotEnv();
  const starting = startCourant(readEnvironment());
  // From the first moment: work begins before everything stands.
  stopOnSignal({ stop: async () => (await starting).stop() });
  await starting;
} catch (error) {
  process.exit(exitCodeOf(error));
}
