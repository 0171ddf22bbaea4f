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
import { SETTINGS } from '../dist/matching/community/community-model.js';
import { sparseRows } from '../dist/matching/community/sparse-rows.js';
import { matchPapers } from '../dist/matching/match.js';
import { indexPapers } from '../dist/matching/paper-index.js';
import { compileProfile } from '../dist/matching/profile.js';
import { trainTextModel } from '../dist/matching/text-model.js';
import { readSet } from './matching/benchmark-set.mjs';
import { contentRows } from './matching/content-rows.mjs';
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
const content = contentRows(papers, background.length);
const known = firstRows(content, background.length);
const readerAt = new Map(readers.map((reader, i) => [reader, i]));
const sample = cases.filter((_, i) => (i * 7919) % cases.length < Number(options.readers));

const model = trainTextModel(background);
const index = indexPapers(model, pool);
const byContent = sample.map(({ known }) => contentScores(known));
console.log(
  `${folder.split('/').at(-1)}${options.validation ? ', validation' : ''}: ${sample.length} of ${cases.length} readers, ${likes.columns.length} likes of ${background.length} papers, ${pool.length} papers nobody has seen`,
);
printRow(
  '',
  METRICS.flatMap((metric) => [metric, '±']),
);
const alone = measured(byContent);
printRow("Courant's scores alone", cellsOf(alone));
for (const factors of list('factors'))
  for (const confidence of list('confidence'))
    for (const regularisation of list('regularisation')) {
      const start = performance.now();
      const learned = factorise(likes, { ...SETTINGS, factors, confidence, regularisation });
      const learnedMs = performance.now() - start;
      for (const map of list('map')) {
        const before = performance.now();
        const weights = mapContent(known, learned.papers, factors, map);
        console.log(
          `\n${factors} factors, confidence ${confidence}, regularisation ${regularisation}, of the map ${map}: ${(learnedMs / 1000).toFixed(1)} s to learn, ${((performance.now() - before) / 1000).toFixed(1)} s to map`,
        );
        const vectors = poolVectors(weights, factors);
        const byCommunity = sample.map(({ reader }) =>
          communityScores(learned.readers, readerAt.get(reader), vectors, factors),
        );
        printRow('community alone', cellsOf(measured(byCommunity)));
        for (const weight of list('weights')) {
          const both = measured(
            byContent.map((scores, i) => scores.map((score, at) => score + weight * byCommunity[i][at])),
          );
          printRow(`both, community × ${weight}`, cellsOf(both));
          const gains = METRICS.map((metric) =>
            summary(both[metric].map((value, i) => value - alone[metric][i])),
          );
          printRow(
            '  over content alone',
            gains.flatMap(({ mean, error }) => [
              `${mean < 0 ? '' : '+'}${mean.toFixed(4)}`,
              error.toFixed(4),
            ]),
          );
        }
      }
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

function contentScores(ids) {
  const likes = ids.map((id) => {
    const { title, abstract } = papers[numbers.get(id)];
    return { kind: 'paper', value: `${title}\n${abstract}`, weight: 1, muted: false };
  });
  const scores = new Map(
    matchPapers(index, compileProfile(model, likes)).map(({ paperId, text }) => [paperId, text]),
  );
  return standardised(pool.map(({ id }) => scores.get(id) ?? 0));
}

function communityScores(vectors, reader, items, factors) {
  const scores = new Float64Array(pool.length);
  for (let i = 0; i < pool.length; i += 1) {
    for (let f = 0; f < factors; f += 1) scores[i] += vectors[reader * factors + f] * items[i * factors + f];
  }
  return standardised(Array.from(scores));
}

function poolVectors(weights, factors) {
  const vectors = new Float32Array(pool.length * factors);
  for (let i = 0; i < pool.length; i += 1) {
    const row = background.length + i;
    for (let at = content.offsets[row]; at < content.offsets[row + 1]; at += 1) {
      const from = content.columns[at] * factors;
      for (let f = 0; f < factors; f += 1) vectors[i * factors + f] += content.values[at] * weights[from + f];
    }
  }
  return vectors;
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

function firstRows({ offsets, columns, values, width }, count) {
  return {
    offsets: offsets.slice(0, count + 1),
    columns: columns.slice(0, offsets[count]),
    values: values.slice(0, offsets[count]),
    width,
  };
}

function printRow(name, cells) {
  console.log(`${name.padEnd(26)}${cells.map((cell) => cell.padStart(9)).join('')}`);
}
