// Long computations that stop now and then, so that whoever runs them can do something else in between.

export type Pausing<Result> = Generator<void, Result, void>;

/** Some milliseconds of work between two pauses. */
export const ROWS_AT_ONCE = 256;

export function runAtOnce<Result>(work: Pausing<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** @param pause is waited for at each pause, e.g. a turn of the event loop; what it throws ends the work. */
export async function runInTurns<Result>(work: Pausing<Result>, pause: () => Promise<void>): Promise<Result> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await pause();
  }
}
