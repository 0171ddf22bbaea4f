// What a ranking is worth: nDCG@k, R@k, P@k, MRR, as the sets ask for them; and what many of them are worth together.

/**
 * @param ids the pool's, best first
 * @param one `relevant` ids, at least one, and maybe `grades`, id to number
 * @param metric `nDCG@10`, `R@20`, `P@10`, `MRR`
 */
export function valueOf(metric, ids, { relevant, grades }) {
  const wanted = new Set(relevant);
  const [name, depth] = metric.split('@');
  const top = ids.slice(0, depth ? Number(depth) : ids.length);
  const found = () => top.filter((id) => wanted.has(id)).length;
  if (name === 'R') return found() / wanted.size;
  if (name === 'P') return found() / Number(depth);
  if (name === 'MRR') return 1 / (1 + top.findIndex((id) => wanted.has(id)) || Infinity);
  const gradeOf = (id) => Math.max(grades?.[id] ?? Number(wanted.has(id)), 0);
  const best = [...new Set([...relevant, ...Object.keys(grades ?? {})])]
    .map(gradeOf)
    .toSorted((a, b) => b - a);
  return gain(top.map(gradeOf)) / (gain(best.slice(0, top.length)) || 1);
}

function gain(grades) {
  return grades.reduce((sum, grade, rank) => sum + grade / Math.log2(rank + 2), 0);
}

/**
 * Mean and standard error. Cases of one reader are not chance of their own: with `readers`, one for each value, the error
 * is that of readers.
 */
export function summary(values, readers) {
  const mean = meanOf(values);
  return {
    mean,
    error: errorOf(
      values.map((value) => value - mean),
      readers,
    ),
  };
}

/** How many times as much `values` are as `others`, case by case, with the standard error of that. */
export function ratio(values, others, readers) {
  const base = meanOf(others);
  if (!(base > 0)) return { mean: NaN, error: NaN };
  const mean = meanOf(values) / base;
  return {
    mean,
    error: errorOf(
      values.map((value, i) => (value - mean * others[i]) / base),
      readers,
    ),
  };
}

function errorOf(deviations, readers = Array.from(deviations.keys())) {
  const sums = new Map();
  for (const [i, deviation] of deviations.entries())
    sums.set(readers[i], (sums.get(readers[i]) ?? 0) + deviation);
  if (sums.size < 2) return NaN;
  let squares = 0;
  for (const sum of sums.values()) squares += sum * sum;
  return Math.sqrt((squares * sums.size) / (sums.size - 1)) / deviations.length;
}

function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
