// Random numbers that are the same in every run.

/** @returns a function that returns the next number, 0 or more and below 1 */
export function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
