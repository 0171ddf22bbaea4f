// Tells a database that is away for a moment from one that says no.

/** SQLSTATE classes that pass: connection, no room for more, conflicts between transactions, operator's stop. */
const PASSING = /^(?:08|53[03]|40|57P)/;

/** What Prisma says of the same in codes of its own: not reached, no connection free, a conflict between transactions. */
const PASSING_OF_PRISMA = /^P(?:1001|1002|1008|1017|2024|2028|2034|2037)$/;

/**
 * Whether the same statement may succeed in a moment: an error of the connection carries no code of either kind. What
 * Prisma refuses before it asks, it will refuse again.
 */
export function isPassingTrouble(error: unknown): boolean {
  const state = stateOf(error);
  if (state !== undefined) return PASSING.test(state);
  if (!(error instanceof Error)) return true;
  if ('code' in error && /^P\d{4}$/.test(String(error.code)))
    return PASSING_OF_PRISMA.test(String(error.code));
  return error.name !== 'PrismaClientValidationError';
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
