// What other readers' likes add to what papers say: vectors learned from likes, mapped from content to papers nobody has
// seen, on their own and beside Courant's scores. For sets with interactions (citeulike-a, citeulike-t).
//
//   npm run bench:community -- --set FOLDER [--validation] [--readers 1500] [--factors 64,128] [--weights 0.5,1] …
//
// `--validation` takes a tenth of the known papers as if nobody had seen them; every option may be a list, all are tried.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { factorise } from '../dist/matching/community/factorise.js';
import { mapContent } from '../dist/matching/community/content-map.js';
import { COMMUNITY_CURVE, CommunityModel, SETTINGS } from '../dist/matching/community/community-model.js';
import { contentRows, learnColumns } from '../dist/matching/community-content.js';
import { sparseRows } from '../dist/matching/community/sparse-rows.js';
import { backgroundOf } from '../dist/matching/background.js';
import { matchPapers } from '../dist/matching/match.js';
import { indexPapers } from '../dist/matching/paper-index.js';
import { compileProfile } from '../dist/matching/profile.js';
import { strengthOf } from '../dist/matching/strength.js';
import { learnModel } from './matching/learn-model.mjs';
import { readSet } from './matching/benchmark-set.mjs';
import { fitLogistic } from './matching/logistic-fit.mjs';
import { summary, valueOf } from './matching/metrics.mjs';

const { values: options } = parseArgs({
  options: {
    set: { type: 'string' },
    validation: { type: 'boolean' },
    readers: { type: 'string', default: '1500' },
    factors: { type: 'string', default: String(SETTINGS.factors) },
    confidence: { type: 'string', default: String(SETTINGS.confidence) },
    regularisation: { type: 'string', default: String(SETTINGS.regularisation) },
    map: { type: 'string', default: String(SETTINGS.mapRegularisation) },
    weights: { type: 'string', default: '0.5,1' },
  },
});
const list = (name) => options[name].split(',').map(Number);
const folder = options.set ?? join(process.env.COURANT_SHARED ?? '../shared', 'data/bench/citeulike-a');
const WANTED_SHARE = 0.05;
const METRICS = ['R@20', 'R@100', 'nDCG@20', 'nDCG@100'];

const { background, pool, cases, training } = await readCases();
const papers = [...background, ...pool];
const numbers = new Map(papers.map(({ id }, i) => [id, i]));
const seen = new Map(background.map(({ id }, i) => [id, i]));
const readers = [...training.keys()];
const likes = sparseRows(
  readers.map((reader) => training.get(reader).flatMap((id) => (seen.has(id) ? [[seen.get(id), 1]] : []))),
  background.length,
);
const columns = learnColumns(background);
const known = contentRows(columns, background);
const unseen = contentRows(columns, pool);
const sample = cases.filter((_, i) => (i * 7919) % cases.length < Number(options.readers));

const model = learnModel(background);
const usual = backgroundOf(model, background);
const index = indexPapers(model, pool);
const texts = sample.map(({ known }) => textScores(known));
const byContent = texts.map(standardised);
console.log(
  `${folder.split('/').at(-1)}${options.validation ? ', validation' : ''}: ${sample.length} of ${cases.length} readers, ${likes.columns.length} likes of ${background.length} papers, ${pool.length} papers nobody has seen`,
);
printRow(
  '',
  METRICS.flatMap((metric) => [metric, '±']),
);
const alone = measured(byContent);
printRow("Courant's scores alone", cellsOf(alone));
const combinations = list('factors').flatMap((factors) =>
  list('confidence').flatMap((confidence) =>
    list('regularisation').map((regularisation) => ({ ...SETTINGS, factors, confidence, regularisation })),
  ),
);
for (const settings of combinations) {
  const learning = await timed(() => factorise(likes, settings));
  for (const mapRegularisation of list('map')) await report({ ...settings, mapRegularisation }, learning);
}

async function report(settings, learning) {
  const { factors, confidence, regularisation, mapRegularisation } = settings;
  const { papers } = learning.result;
  const mapping = await timed(() => mapContent(known, papers, factors, mapRegularisation));
  const community = new CommunityModel({ factors, papers, map: mapping.result }, settings);
  const candidates = community.vectorsOf(unseen);
  const asking = await timed(() => sample.map(({ known }) => communityScores(community, candidates, known)));
  const byCommunity = asking.result;
  const times = `${(learning.ms / 1000).toFixed(1)} s to learn, ${(mapping.ms / 1000).toFixed(1)} s to map, ${(asking.ms / sample.length).toFixed(2)} ms a reader`;
  console.log(
    `\n${factors} factors, confidence ${confidence}, regularisation ${regularisation}, of the map ${mapRegularisation}: ${times}`,
  );
  printRow('community alone', cellsOf(measured(byCommunity)));
  for (const weight of list('weights')) {
    const sum = (scores, i) => scores.map((score, at) => score + weight * byCommunity[i][at]);
    printGain(`sum, community × ${weight}`, byContent.map(sum));
  }
  const curve = fitLogistic(pointsOf(byCommunity), WANTED_SHARE);
  console.log(
    `curve of the community: intercept ${curve.intercept.toFixed(3)}, slope ${curve.slope.toFixed(3)}`,
  );
  const own = options.validation ? curve : COMMUNITY_CURVE;
  printGain(
    'as digests join them',
    sample.map((_, i) => joined(i, byCommunity, own)),
  );
}

function printGain(name, scores) {
  const both = measured(scores);
  printRow(name, cellsOf(both));
  const gains = METRICS.map((metric) => summary(both[metric].map((value, i) => value - alone[metric][i])));
  const cells = gains.flatMap(({ mean, error }) => [
    `${mean < 0 ? '' : '+'}${mean.toFixed(4)}`,
    error.toFixed(4),
  ]);
  printRow('  over content alone', cells);
}

async function timed(run) {
  const start = performance.now();
  const result = await run();
  return { result, ms: performance.now() - start };
}

async function readCases() {
  const set = await readSet(folder, 'cases');
  const cold = Object.values(set.pools)[0];
  const training = new Map(set.cases.map(({ reader, known }) => [reader, known]));
  if (!options.validation) {
    return {
      background: set.background,
      pool: cold.map((id) => set.papers.get(id)),
      cases: set.cases,
      training,
    };
  }
  const held = new Set(set.background.filter((_, i) => (i * 7919) % 10 === 0).map(({ id }) => id));
  return {
    background: set.background.filter(({ id }) => !held.has(id)),
    pool: set.background.filter(({ id }) => held.has(id)),
    cases: set.cases
      .map(({ reader, known }) => ({
        reader,
        known: known.filter((id) => !held.has(id)),
        relevant: known.filter((id) => held.has(id)),
      }))
      .filter(({ known, relevant }) => known.length > 0 && relevant.length > 0),
    training: new Map([...training].map(([reader, ids]) => [reader, ids.filter((id) => !held.has(id))])),
  };
}

function textScores(ids) {
  const likes = ids.map((id) => {
    const { title, abstract } = papers[numbers.get(id)];
    return { kind: 'paper', value: `${title}\n${abstract}`, weight: 1, muted: false };
  });
  const scores = new Map(
    matchPapers(index, compileProfile(usual, likes)).map(({ paperId, text }) => [paperId, text]),
  );
  return pool.map(({ id }) => scores.get(id) ?? 0);
}

function communityScores(community, candidates, ids) {
  const liked = Uint32Array.from(
    ids.filter((id) => seen.has(id)),
    (id) => seen.get(id),
  );
  return Array.from(community.scores(liked, candidates) ?? pool.map(() => 0));
}

/** As digests join them: how likely by text, how likely by community, and either is enough. */
function joined(i, byCommunity, { intercept, slope }) {
  return texts[i].map((text, at) => {
    const z = byCommunity[i][at];
    const community = z > 0 ? 1 / (1 + Math.exp(-(intercept + slope * z))) : 0;
    return 1 - (1 - strengthOf({ text, asked: 0 })) * (1 - community);
  });
}

function pointsOf(byCommunity) {
  return sample.flatMap(({ relevant }, i) => {
    const hers = new Set(relevant);
    return pool.map(({ id }, at) => ({ text: byCommunity[i][at], wanted: hers.has(id) }));
  });
}

function standardised(scores) {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const deviation =
    Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length) || 1;
  return scores.map((score) => (score - mean) / deviation);
}

function measured(all) {
  const values = Object.fromEntries(METRICS.map((metric) => [metric, []]));
  for (const [i, one] of sample.entries()) {
    const order = Array.from(all[i].keys()).toSorted((a, b) => all[i][b] - all[i][a] || a - b);
    const ids = order.slice(0, 100).map((at) => pool[at].id);
    for (const metric of METRICS) values[metric].push(valueOf(metric, ids, one));
  }
  return values;
}

function cellsOf(values) {
  return METRICS.flatMap((metric) => {
    const { mean, error } = summary(values[metric]);
    return [mean.toFixed(4), error.toFixed(4)];
  });
}

function printRow(name, cells) {
  console.log(`${name.padEnd(26)}${cells.map((cell) => cell.padStart(9)).join('')}`);
}
