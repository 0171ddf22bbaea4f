// Tells a database that is away for a moment from one that says no.

/** SQLSTATE classes that pass: connection, no room for more, conflicts between transactions, operator's stop. */
const PASSING = /^(?:08|53[03]|40|57P)/;

/** Whether the same statement may succeed in a moment: what carries no SQLSTATE never reached PostgreSQL, or lost it. */
export function isPassingTrouble(error: unknown): boolean {
  const state = stateOf(error);
  return state === undefined || PASSING.test(state);
}

/** Prisma says it in words; the driver has it as the code of an error of the server. */
function stateOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('severity' in error && 'code' in error) return String(error.code);
  return /Code: `(\w{5})`/.exec(error.message)?.[1];
}

/**
 * Repeats what fails for a passing reason, for `forMs` milliseconds after the first failure at most.
 *
 * @throws the last failure
 */
export async function throughTrouble<Result>(act: () => Promise<Result>, forMs: number): Promise<Result> {
  const startedAt = performance.now();
  for (let pauseMs = 50; ; pauseMs = Math.min(pauseMs * 2, 1_000)) {
    try {
      return await act();
    } catch (error) {
      if (!isPassingTrouble(error) || performance.now() - startedAt + pauseMs > forMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
