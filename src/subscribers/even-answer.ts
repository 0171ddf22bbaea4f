// Answers after an even time, so that what an answer took says nothing of the address it is about.
import { setTimeout as wait } from 'node:timers/promises';

const STEP_MS = 250;

/**
 * The answer comes 250 ms after it was asked for, or the next multiple of that: what the work took shows only in steps
 * that are larger than any difference between one address and another. What the work throws is about the input.
 */
export async function evenly<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const firstStep = wait(STEP_MS);
  const result = await work();
  const took = performance.now() - startedAt;
  await (took < STEP_MS ? firstStep : wait(STEP_MS - (took % STEP_MS)));
  return result;
}
