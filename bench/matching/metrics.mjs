// What a ranking is worth: nDCG@k, R@k, MRR, as the sets ask for them.

/**
 * @param ids the pool's, best first
 * @param one `relevant` ids, and maybe `grades`, id to number
 * @param metric `nDCG@10`, `R@20`, `MRR`
 */
export function valueOf(metric, ids, { relevant, grades }) {
  const wanted = new Set(relevant);
  const [name, depth] = metric.split('@');
  const top = ids.slice(0, depth ? Number(depth) : ids.length);
  if (name === 'R') return top.filter((id) => wanted.has(id)).length / wanted.size;
  if (name === 'MRR') return 1 / (1 + ids.findIndex((id) => wanted.has(id)) || Infinity);
  const gradeOf = (id) => (grades ? (grades[id] ?? 0) : Number(wanted.has(id)));
  const best = [...new Set([...relevant, ...Object.keys(grades ?? {})])]
    .map(gradeOf)
    .toSorted((a, b) => b - a);
  return gain(top.map(gradeOf)) / (gain(best.slice(0, top.length)) || 1);
}

function gain(grades) {
  return grades.reduce((sum, grade, rank) => sum + grade / Math.log2(rank + 2), 0);
}

/** Mean and standard error. */
export function summary(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, error: Math.sqrt(variance / values.length) };
}
