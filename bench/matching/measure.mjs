// Ranks the pools of a set by each method and keeps what every ranking was worth, and what it took.
import { cpuTime } from './cpu-time.mjs';
import { fixedSample, shuffledPlaces } from './fixed-order.mjs';
import { valueOf } from './metrics.mjs';

/**
 * @param set see readSet(); one pool at a time is held in memory as the methods read it
 * @param methods see methods.mjs; one with `mostCases` is asked for so many cases only
 * @param likes how many known papers a case may use, one after the other; Infinity for all
 * @param onCase is called after each case
 * @returns for each of `likes` and each method { n, name, against, places, values, candidatesMs, readerMs, rankingMs }: places of
 *   cases, by metric a value for each of them, and CPU milliseconds of a candidate, a reader and a ranking
 */
export function measureAll(set, methods, likes, onCase) {
  const rows = methods.map((method) => newRow(set, method, likes));
  for (const [pool, places] of casesByPool(set.cases)) {
    const papers = set.pools[pool].map((id) => set.papers.get(id));
    for (const row of rows) readPool(row, papers);
    for (const place of places) {
      const one = set.cases[place];
      const chance = shuffledPlaces(set.pools[pool], one.reader);
      for (const row of rows.filter(({ asked }) => asked.has(place)))
        measureCase(row, set, { place, one, chance });
      onCase();
    }
  }
  return likes.flatMap((_, i) => rows.map((row) => perItem(row, row.results[i])));
}

function newRow({ meta, cases }, method, likes) {
  const asked = fixedSample([...cases.keys()], method.mostCases ?? cases.length, 'cases');
  const results = likes.map((n) => ({
    n,
    places: [],
    values: Object.fromEntries(meta.metrics.map((metric) => [metric, []])),
    readerMs: 0,
    rankingMs: 0,
  }));
  return { method, asked: new Set(asked), candidates: undefined, candidatesMs: 0, read: 0, results };
}

function casesByPool(cases) {
  const byPool = new Map();
  for (const [place, { pool }] of cases.entries()) {
    if (byPool.has(pool)) byPool.get(pool).push(place);
    else byPool.set(pool, [place]);
  }
  return byPool;
}

function readPool(row, papers) {
  row.candidates = undefined;
  const { result, cpuMs } = cpuTime(() => row.method.candidates(papers));
  row.candidates = result;
  row.candidatesMs += cpuMs;
  row.read += papers.length;
}

function measureCase({ method, candidates, results }, { meta, pools, papers }, { place, one, chance }) {
  const depth = depthOf(meta.metrics);
  for (const result of results) {
    const known = one.known.slice(0, result.n).map((id) => papers.get(id));
    const reader = cpuTime(() => method.reader(known));
    const ranking = cpuTime(() => best(method.scores(candidates, reader.result), chance, depth));
    const ids = ranking.result.map((at) => pools[one.pool][at]);
    result.places.push(place);
    for (const metric of meta.metrics) result.values[metric].push(valueOf(metric, ids, one));
    result.readerMs += reader.cpuMs;
    result.rankingMs += ranking.cpuMs;
  }
}

/** The `most` places of the highest scores, best first; equals, and what is no number, by chance. */
function best(scores, chance, most) {
  const valueOf = (at) => scores[at] || 0;
  const highest = most < chance.length ? Float64Array.from(chance, valueOf).sort() : undefined;
  const least = highest?.at(-most) ?? -Infinity;
  return chance
    .filter((at) => valueOf(at) >= least)
    .sort((a, b) => valueOf(b) - valueOf(a))
    .slice(0, most);
}

/** How far down a ranking any of the metrics looks. */
function depthOf(metrics) {
  return Math.max(...metrics.map((metric) => Number(metric.split('@')[1] ?? Infinity)));
}

function perItem({ method, candidatesMs, read }, result) {
  const count = Math.max(result.places.length, 1);
  return {
    ...result,
    name: method.name,
    against: method.against,
    candidatesMs: candidatesMs / Math.max(read, 1),
    readerMs: result.readerMs / count,
    rankingMs: result.rankingMs / count,
  };
}
