// SIGTERM and Ctrl-C: take no more work, finish what is in hand, exit 0. A second signal, or thirty seconds, ends it at
// once; what was in hand then is picked up by the next sweep.
import { Logger } from '@nestjs/common';
import { SECOND } from '../shared/clock.js';

const FINISH_WITHIN_MS = 30 * SECOND;

export function stopOnSignal(service: { stop(): Promise<void> }): void {
  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    Logger.log(`${signal}: finishing what is in hand …`, 'Courant');
    setTimeout(() => process.exit(1), FINISH_WITHIN_MS).unref();
    service.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        Logger.error(`Could not stop in order: ${String(error)}`, 'Courant');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
