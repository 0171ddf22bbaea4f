// A mean with its standard error, over what could be measured.

export interface Estimate {
  mean: number;
  /** Standard error of the mean. */
  error: number;
  /** How many measurements it is of; with none, mean and error are 0. */
  count: number;
}

/** @param values undefined where nothing could be measured */
export function mean(values: readonly (number | undefined)[]): Estimate {
  const known = values.filter((value) => value !== undefined);
  const count = known.length;
  if (count === 0) return { mean: 0, error: 0, count };
  const average = known.reduce((sum, value) => sum + value, 0) / count;
  const squares = known.reduce((sum, value) => sum + (value - average) ** 2, 0);
  return { mean: average, error: count > 1 ? Math.sqrt(squares / (count - 1) / count) : 0, count };
}

/** Of `a` less `b`, pair by pair: what both share in luck cancels out. */
export function difference(a: readonly (number | undefined)[], b: readonly (number | undefined)[]): Estimate {
  return mean(
    a.map((value, i) => {
      const other = b[i];
      return value === undefined || other === undefined ? undefined : value - other;
    }),
  );
}
