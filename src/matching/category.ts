// How well a paper's categories meet one that was asked for.

/** @param asked a code or a whole archive, as typed. @returns in the form categories are compared in. */
export function normalizeCategory(asked: string): string {
  return asked.trim().toLowerCase().replace(/\.\*$/, '');
}

/**
 * @param asked as normalizeCategory() returns it.
 * @returns the paper's category that meets it best, with a strength: 1 primary, 0.8 cross-listed, 0.6 and 0.5 when a
 *   whole archive was asked for; undefined for none.
 */
export function meetCategory(
  asked: string,
  categories: readonly string[],
): { category: string; strength: number } | undefined {
  let best: { category: string; strength: number } | undefined;
  for (const [i, category] of categories.entries()) {
    const code = category.toLowerCase();
    const isPrimary = i === 0;
    let strength = 0;
    if (code === asked) strength = isPrimary ? 1 : 0.8;
    else if (asked !== '' && code.startsWith(`${asked}.`)) strength = isPrimary ? 0.6 : 0.5;
    if (strength > (best?.strength ?? 0)) best = { category, strength };
  }
  return best;
}
