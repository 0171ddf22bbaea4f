// The first of a ranked list, without one field taking all the places.

/** Places of a field while others wait. */
const MOST_OF_A_FIELD = 2;

/**
 * At most two of a field, in the order they come; where too few fields are there, the best of what was passed over fill
 * the rest.
 */
export function balanced<Item>(
  ranked: readonly Item[],
  fieldOf: (item: Item) => string,
  most: number,
): Item[] {
  const places = new Map<string, number>();
  const passedOver: Item[] = [];
  const chosen: Item[] = [];
  for (const item of ranked) {
    if (chosen.length === most) break;
    const field = fieldOf(item);
    const taken = places.get(field) ?? 0;
    if (taken < MOST_OF_A_FIELD) {
      places.set(field, taken + 1);
      chosen.push(item);
    } else {
      passedOver.push(item);
    }
  }
  const wanted = new Set([...chosen, ...passedOver.slice(0, most - chosen.length)]);
  return ranked.filter((item) => wanted.has(item));
}
