// What choosing does to a ranking: how alike the chosen papers are and what that costs, on the validation cases of a set.
//
//   npm run bench:choosing -- [--set FOLDER] [--cases validation]
//
// Ten papers a case, chosen by strength alone and as digests choose them. Hers are the papers wanted; so what is left out
// as "more of the same" counts as lost. "About one thing" are papers as alike as one pair of a day's papers in 4,000.
import { parseArgs } from 'node:util';
import { FITTED } from '../dist/matching/fitted.js';
import { likenessOf } from '../dist/matching/likeness.js';
import { matchPapers } from '../dist/matching/match.js';
import { serveTexts } from '../dist/matching/nearest-texts.js';
import { compileProfile } from '../dist/matching/profile.js';
import { compareCandidates, selectPapers } from '../dist/matching/select.js';
import { strengthOf } from '../dist/matching/strength.js';
import { cpuTime } from './matching/cpu-time.mjs';
import { readDailyPools } from './matching/daily-pools.mjs';
import { summary, valueOf } from './matching/metrics.mjs';

const { values: options } = parseArgs({
  options: { set: { type: 'string' }, cases: { type: 'string', default: 'validation' } },
});
const { meta, cases, background, indexOf, likedPaper } = await readDailyPools(options.set, options.cases);
const MOST = 10;

console.log(`${meta.name}: ${cases.length} cases`);
for (const n of meta.known) printSelection(n);

function printSelection(n) {
  const rows = { 'by strength alone': [], 'as digests choose': [] };
  let ms = 0;
  for (const one of cases) {
    const index = indexOf(one.pool);
    const likeness = likenessOf(index);
    const likes = one.known.slice(0, n).map(likedPaper);
    const profile = compileProfile(background, likes);
    const matches = matchPapers(index, profile);
    const candidates = matches.map((match) => ({
      key: match.paperId,
      strength: strengthOf(match),
      trend: 0,
      serves: [],
    }));
    const ranked = candidates.toSorted(compareCandidates);
    rows['by strength alone'].push(measured(ranked.slice(0, MOST), one, likeness));
    const choice = cpuTime(() => choose(ranked.slice(0, 200), index, profile, likeness));
    ms += choice.cpuMs;
    rows['as digests choose'].push(
      measured(
        choice.result.map(({ candidate }) => candidate),
        one,
        likeness,
      ),
    );
  }
  console.log(
    `\nN = ${n}: ${(ms / cases.length).toFixed(2)} ms CPU a choice\n${''.padEnd(20)}  R@10   nDCG@10      ±   mean likeness   most about one thing`,
  );
  for (const [name, measures] of Object.entries(rows)) {
    const of = (what) => summary(measures.map((one) => one[what]));
    const cells = [
      of('recall').mean.toFixed(3),
      of('ndcg').mean.toFixed(3),
      of('ndcg').error.toFixed(3),
      of('alike').mean.toFixed(4),
    ];
    console.log(
      `${name.padEnd(20)}  ${cells.join('     ')}          ${Math.max(...measures.map(({ most }) => most))}`,
    );
  }
}

function choose(top, index, profile, likeness) {
  const services = serveTexts(
    index,
    profile.texts,
    top.map(({ key }) => likeness.numberOf(key)),
  );
  const served = top.map((candidate, i) => ({ ...candidate, serves: services[i].serves }));
  const owed = new Set(services.flatMap(({ serves }) => serves));
  return selectPapers(served, { most: MOST, owed, likeness: (a, b) => likeness.between(a, b) });
}

function measured(chosen, one, likeness) {
  const ids = chosen.map(({ key }) => key);
  const pairs = ids.flatMap((a, i) => ids.slice(i + 1).map((b) => likeness.between(a, b)));
  return {
    recall: valueOf('R@10', ids, one),
    ndcg: valueOf('nDCG@10', ids, one),
    alike: pairs.reduce((sum, value) => sum + value, 0) / Math.max(pairs.length, 1),
    most:
      Math.max(
        ...ids.map((a) => ids.filter((b) => a !== b && likeness.between(a, b) >= FITTED.sameThing).length),
        0,
      ) + 1,
  };
}
