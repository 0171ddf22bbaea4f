// Long work of a community in a process that has other things to do.
import { setImmediate } from 'node:timers/promises';
import { type Pausing, runInTurns } from '../../matching/pausing.js';

/** Whoever shares this process has a turn now and then. */
export function inTurns<Result>(work: Pausing<Result>): Promise<Result> {
  return runInTurns(work, async () => void (await setImmediate()));
}
