// Starts what ROLE says and runs until it is told to stop.
import { exitCodeOf } from './cli/exit-code.js';
import { stopOnSignal } from './cli/stop-on-signal.js';
import { loadDotEnv, readEnvironment } from './config/env.js';
import { startCourant } from './courant.js';

try {
  loadDotEnv();
  stopOnSignal(await startCourant(readEnvironment()));
} catch (error) {
  process.exit(exitCodeOf(error));
}
