// Answers after an even time, so that what an answer took says nothing of the address it is about.
import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

const STEP_MS = 250;
/** What is done after the answer still slows the next ones by fractions of a millisecond: chance hides that. */
const CHANCE_MS = 50;

/**
 * The answer comes 250 ms after it was asked for, or the next multiple of that, and up to 50 ms of chance: what the work took
 * shows only in steps that are larger than any difference between one address and another. What the work throws is about the
 * input.
 */
export async function evenly<Result>(work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const chance = randomInt(CHANCE_MS + 1);
  const firstStep = wait(STEP_MS + chance);
  const result = await work();
  const took = performance.now() - startedAt;
  await (took < STEP_MS ? firstStep : wait(STEP_MS - (took % STEP_MS) + chance));
  return result;
}
