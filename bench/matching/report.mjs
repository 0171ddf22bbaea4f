// What was measured, in numbers for other programs and in a table for people.
import { ratio, summary } from './metrics.mjs';

/**
 * @param results see measureAll()
 * @returns for each { n, method, against, cases, readers, metrics, ms of a candidate, a reader and a ranking }; a metric has
 *   mean and error, and how many times it is that of `against` on the same cases: times and timesError
 */
export function rowsOf(results, cases) {
  return results
    .filter(({ places }) => places.length > 0)
    .map((result) => {
      const { n, name, against, places, values, candidatesMs, readerMs, rankingMs } = result;
      const readers = places.map((place) => cases[place].reader);
      const base = results.find((other) => other.n === n && other.name === (against ?? name));
      const at = new Map(base.places.map((place, i) => [place, i]));
      const metrics = Object.entries(values).map(([metric, own]) => {
        const others = places.map((place) => base.values[metric][at.get(place)]);
        const { mean: times, error: timesError } = ratio(own, others, readers);
        return [metric, { ...summary(own, readers), times, timesError }];
      });
      return {
        n: n === Infinity ? 'all' : n,
        method: name,
        against,
        cases: places.length,
        readers: new Set(readers).size,
        metrics: Object.fromEntries(metrics),
        candidatesMs,
        readerMs,
        rankingMs,
      };
    });
}

/** @returns lines, a table for each number of likes; a method that is compared with another has a second line for that */
export function tablesOf(rows) {
  return [...new Set(rows.map(({ n }) => n))].flatMap((n) => {
    const own = rows.filter((row) => row.n === n);
    const metrics = Object.keys(own[0].metrics);
    const most = Math.max(...own.map(({ cases }) => cases));
    const title = n === 'all' ? 'All known papers' : `N = ${n}`;
    const { readers } = own.find(({ cases }) => cases === most);
    return [
      '',
      `${title}: ${most} cases of ${readers} readers`,
      line(
        '',
        metrics.flatMap((metric) => [metric, '±']),
        ['ms a reader', 'ms a ranking'],
      ),
      ...own.flatMap((row) => linesOf(row, row.cases < most)),
    ];
  });
}

function linesOf({ method, against, cases, metrics, readerMs, rankingMs }, isSample) {
  const values = Object.values(metrics);
  const cells = values.flatMap(({ mean, error }) => [shown(mean, 4), shown(error, 4)]);
  const first = line(isSample ? `${method} (${cases} cases)` : method, cells, [
    readerMs.toFixed(2),
    rankingMs.toFixed(2),
  ]);
  if (against === undefined) return [first];
  const compared = values.flatMap(({ times, timesError }) => [`× ${shown(times, 3)}`, shown(timesError, 3)]);
  return [first, line(`    times ${against}`, compared, [])];
}

function shown(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

function line(name, cells, times) {
  return `${name.padEnd(34)}${cells.map((cell) => cell.padStart(9)).join('')}${times
    .map((cell) => cell.padStart(14))
    .join('')}`.trimEnd();
}
