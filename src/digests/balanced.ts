// The first of a ranked list, without one field taking all the places.

/** Places of a field while others wait. */
const MOST_OF_A_FIELD = 2;

/**
 * At most two of a field, in the order they come; where too few fields are there, the best of what was passed over fill
 * the rest.
 */
export function balanced<Item>(
  ranked: Iterable<Item>,
  fieldOf: (item: Item) => string,
  most: number,
): Item[] {
  const places = new Map<string, number>();
  const passedOver: Ranked<Item>[] = [];
  const chosen: Ranked<Item>[] = [];
  let rank = 0;
  for (const item of ranked) {
    if (chosen.length === most) break;
    const field = fieldOf(item);
    const taken = places.get(field) ?? 0;
    places.set(field, taken + 1);
    (taken < MOST_OF_A_FIELD ? chosen : passedOver).push({ item, rank: (rank += 1) });
  }
  return [...chosen, ...passedOver.slice(0, most - chosen.length)]
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

interface Ranked<Item> {
  item: Item;
  rank: number;
}
