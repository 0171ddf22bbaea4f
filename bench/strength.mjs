// Fits what choosing measures and does not decide (src/matching/fitted.ts) on the validation cases of a benchmark set: the
// curve that turns the nearness of texts into strength, and how alike two papers are that are about the same thing. Says how
// well the curve is calibrated and what each threshold lets through.
//
//   npm run bench:strength -- [--set FOLDER] [--write]
//
// A case is a reader with N liked papers and a day's papers, of which hers are wanted. `--write` keeps the constants.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { likenessOf } from '../dist/matching/likeness.js';
import { matchPapers } from '../dist/matching/match.js';
import { readOwnTexts } from '../dist/matching/own-texts.js';
import { compileProfile } from '../dist/matching/profile.js';
import { LEAST_STRENGTH } from '../dist/matching/strength.js';
import { readDailyPools } from './matching/daily-pools.mjs';
import { fitLogistic, shareOf } from './matching/logistic-fit.mjs';

/** Of the papers of a day, how many a reader wants: hers are one in 340, but they are not all she would like to see. */
const WANTED_SHARE = 0.05;
/** Pairs of a day's papers that are about the same thing, and papers of a day that a text is about. */
const SAME_THING_SHARE = 1 / 4_000;
const SERVED_SHARE = 1 / 400;
const LIKENESS_DAYS = 10;

const { values: options } = parseArgs({ options: { set: { type: 'string' }, write: { type: 'boolean' } } });
const { meta, pools, cases, model, background, indexOf, likedPaper } = await readDailyPools(
  options.set,
  'validation',
);
const points = meta.known.flatMap((n) => cases.flatMap((one) => pointsOf(one, n)));
const curve = fitLogistic(points, WANTED_SHARE);
const alike = likenesses();

console.log(`${meta.name}: ${cases.length} cases, ${points.length} pairs of a reader and a paper`);
console.log(`intercept ${curve.intercept.toFixed(3)}, slope ${curve.slope.toFixed(3)}`);
console.log(`same thing from ${alike.sameThing.toFixed(3)}, served from ${alike.servedFrom.toFixed(3)}\n`);
console.log('strength      wanted, as predicted and as found, if 1 in 20 is');
for (const [low, high] of [0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 1].flatMap((at, i, all) =>
  i ? [[all[i - 1], at]] : [],
)) {
  const within = points.filter(({ text }) => strength(text) >= low && strength(text) < high);
  const { predicted, found } = shareOf(within, points, WANTED_SHARE, ({ text }) => strength(text));
  console.log(
    `${low.toFixed(2)} to ${high.toFixed(2)}  ${predicted.toFixed(3)}  ${found.toFixed(3)}  (${within.length} pairs)`,
  );
}
console.log('\nthreshold    N   papers a day   share of hers among them');
for (const [name, least] of Object.entries(LEAST_STRENGTH)) {
  for (const n of meta.known) {
    const own = points.filter((point) => point.n === n);
    const passed = own.filter(({ text }) => strength(text) >= least);
    const hers = passed.filter(({ wanted }) => wanted).length / own.filter(({ wanted }) => wanted).length;
    console.log(
      `${name.padEnd(10)} ${String(n).padStart(3)}  ${(passed.length / cases.length).toFixed(1).padStart(13)}   ${hers.toFixed(3)}`,
    );
  }
}
if (options.write) {
  const file = new URL('../src/matching/fitted.ts', import.meta.url);
  writeFileSync(file, source({ ...curve, ...alike }));
  console.log(`\nwritten to ${file.pathname}`);
}

function strength(text) {
  return text > 0 ? 1 / (1 + Math.exp(-(curve.intercept + curve.slope * text))) : 0;
}

function pointsOf({ pool, known, relevant }, n) {
  const matches = matchPapers(indexOf(pool), compileProfile(background, known.slice(0, n).map(likedPaper)));
  const texts = new Map(matches.map(({ paperId, text }) => [paperId, text]));
  const hers = new Set(relevant);
  return pools[pool].map((id) => ({ n, text: texts.get(id) ?? 0, wanted: hers.has(id) }));
}

/** How alike two papers of a day are that few pairs exceed, and the same of a text and a paper. */
function likenesses() {
  const some = Object.keys(pools).slice(0, LIKENESS_DAYS);
  const alike = some.flatMap((pool) => {
    const likeness = likenessOf(indexOf(pool));
    const ids = pools[pool].slice(0, 400);
    return ids.flatMap((a, i) => ids.slice(i + 1).map((b) => likeness.between(a, b)));
  });
  const near = cases.slice(0, 300).flatMap(({ pool, known }) => {
    const index = indexOf(pool);
    const { words } = readOwnTexts(model, [likedPaper(known[0])]);
    const products = index.byTerm.products(words[0]);
    return Array.from(likenessOf(index).scales, (scale, paper) => Math.min(products[4 * paper] * scale, 1));
  });
  return { sameThing: exceededBy(alike, SAME_THING_SHARE), servedFrom: exceededBy(near, SERVED_SHARE) };
}

function exceededBy(values, share) {
  return Float64Array.from(values).sort()[Math.floor(values.length * (1 - share))];
}

function source(fitted) {
  const shown = Object.fromEntries(
    Object.entries(fitted).map(([name, value]) => [name, Number(value.toPrecision(4))]),
  );
  return `// What was measured and not decided. Written by \`npm run bench:strength -- --write\`: change the script, not this file.

export const FITTED = {
  /** Log odds that a paper is wanted = intercept + slope × the \`text\` of its match. */
  intercept: ${shown.intercept},
  slope: ${shown.slope},
  /** As alike as this is one pair of a day's papers in ${1 / SAME_THING_SHARE}: they are about the same thing. */
  sameThing: ${shown.sameThing},
  /** As near as this is one paper of a day in ${1 / SERVED_SHARE}: it is what a text is about. */
  servedFrom: ${shown.servedFrom},
} as const;
`;
}
