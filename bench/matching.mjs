// Measures matching on a benchmark set, beside a random order, the plain TF-IDF centroid, LSA and a linear SVM.
//
//   npm run bench:matching -- --set FOLDER [--cases validation] [--readers N] [--likes 1,10] [--svm CASES]
//                             [--logistic CASES] [--without words,pairs,…|all] [--json FILE] [--model FILE]
//
// FOLDER has meta.json, papers, pools.json and cases.jsonl; $COURANT_SHARED/data/bench/arxiv-daily unless told. Each case's
// pool is ranked by what the reader is known to like, authors blanked; the models see the set's background only. `×` is how
// many times the other one a method reaches on the same cases; errors are standard errors, of readers. Where the set tells
// who liked what, Courant decides by itself, on likes it holds out, whether what others like counts.
//
// `--readers` takes the same N of many each time. The SVM, slow as it is, is asked for 500 cases, and weighted logistic
// regression for none, unless `--svm` and `--logistic` say. `--without` leaves out parts of the method, one at a time: what
// each is worth. `--model` keeps what was learned from the background, or takes it from there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backgroundOf } from '../dist/matching/background.js';
import { workProgress } from '../dist/cli/work-progress.js';
import { verdictText } from '../dist/matching/community/verdict.js';
import { LEAST_PAPERS_FOR_TOPICS } from '../dist/matching/latent/train-projection.js';
import { readModel, writeModel } from '../dist/matching/model-file.js';
import { PARTS, without } from './matching/ablation.mjs';
import { withAndWithout } from './matching/among-readers.mjs';
import { readSet } from './matching/benchmark-set.mjs';
import { cpuTime } from './matching/cpu-time.mjs';
import { fixedSample } from './matching/fixed-order.mjs';
import { learnModel, shippedModel } from './matching/learn-model.mjs';
import { LinearLogistic } from './matching/linear-logistic.mjs';
import { LinearSvm } from './matching/linear-svm.mjs';
import { measureAll } from './matching/measure.mjs';
import { ClassifierPerReader, Courant, LsaCentroid, RANDOM } from './matching/methods.mjs';
import { PlainCentroid } from './matching/plain-centroid.mjs';
import { rowsOf, tablesOf } from './matching/report.mjs';
import { SetError } from './matching/set-format.mjs';

const BAD_ARGUMENTS = 64;
const BAD_SET = 66;

try {
  await main(readOptions());
} catch (error) {
  if (!(error instanceof SetError) && !error.code?.startsWith('ERR_PARSE_ARGS')) throw error;
  console.error(error.message);
  process.exitCode = error instanceof SetError ? BAD_SET : BAD_ARGUMENTS;
}

async function main(options) {
  const set = await readSet(options.set, options.cases);
  set.cases = casesOfReaders(set.cases, options.readers);
  const likes = options.likes ?? (set.meta.known === 'interactions' ? [Infinity] : set.meta.known);
  console.log(
    `${set.meta.name}, ${options.cases}: ${set.cases.length} cases, ${Object.keys(set.pools).length} pools, ${set.background.length} papers to learn from`,
  );
  for (const note of set.notes.lines) console.log(`  note: ${note}`);

  const learning = modelOf(set, options.model);
  const { methods, courant, verdict } = methodsOf(learning.model, set, options);
  const progress = workProgress('ranking', 'cases');
  let done = 0;
  const results = measureAll(set, methods, likes, () => progress.show((done += 1), set.cases.length));
  progress.end();

  const rows = rowsOf(results, set.cases);
  for (const line of tablesOf(rows)) console.log(line);
  if (verdict)
    console.log(
      `\nCommunity: it ${verdictText(verdict)}, so Courant is with it ${verdict.helps ? 'on' : 'off'}.`,
    );
  const learnMs = learning.cpuMs / set.background.length;
  const indexMs = rows.find(({ method }) => method === courant.name).candidatesMs;
  console.log(
    `\nCPU time; a paper takes ${learnMs.toFixed(2)} ms to learn from and ${indexMs.toFixed(2)} ms to index. At most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB.`,
  );
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`);
  if (options.json !== undefined)
    writeFileSync(
      options.json,
      `${JSON.stringify({ set: set.meta.name, cases: options.cases, notes: set.notes.lines, learnMs, indexMs, community: verdict, rows }, null, 1)}\n`,
    );
}

/** A service that has few papers starts with the model that Courant comes with; but a background that is named is all. */
function modelOf({ background, isNamed }, file) {
  if (!isNamed && background.length < LEAST_PAPERS_FOR_TOPICS) {
    console.log('  note: too few papers to learn from: the model that Courant comes with is used');
    return { model: shippedModel(), cpuMs: 0 };
  }
  if (file !== undefined && existsSync(file)) return { model: readModel(readFileSync(file)), cpuMs: 0 };
  const { result, cpuMs } = cpuTime(() => learnModel(background));
  if (result.projection === undefined) console.log('  note: too few papers to learn topics from');
  if (file !== undefined) writeFileSync(file, writeModel(result));
  return { model: result, cpuMs };
}

/** Where the set tells who liked what, `verdict` is what Courant found on whether that is to count. */
function methodsOf(model, { background, likes }, { svm, logistic, parts }) {
  const courant = new Courant(backgroundOf(model, background));
  const { verdict, methods } =
    likes.size > 0 ? withAndWithout(courant, background, likes) : { methods: [courant] };
  const all = [
    RANDOM,
    new PlainCentroid(background),
    ...(model.projection === undefined ? [] : [new LsaCentroid(model)]),
    ...(svm > 0 ? [new ClassifierPerReader('linear SVM', LinearSvm, model, background, svm)] : []),
    ...(logistic > 0
      ? [new ClassifierPerReader('logistic regression', LinearLogistic, model, background, logistic)]
      : []),
    ...methods,
    ...parts.map((part) => without(part, courant, background)),
  ];
  return { methods: all, courant, verdict };
}

function casesOfReaders(cases, most) {
  if (most === undefined) return cases;
  const chosen = new Set(fixedSample([...new Set(cases.map(({ reader }) => reader))], most, 'readers'));
  return cases.filter(({ reader }) => chosen.has(reader));
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      set: {
        type: 'string',
        default: join(process.env.COURANT_SHARED ?? '../shared', 'data/bench/arxiv-daily'),
      },
      cases: { type: 'string', default: 'cases' },
      readers: { type: 'string' },
      likes: { type: 'string' },
      svm: { type: 'string', default: '500' },
      logistic: { type: 'string', default: '0' },
      without: { type: 'string', default: '' },
      json: { type: 'string' },
      model: { type: 'string' },
    },
  });
  const { set, cases, json, model, readers, likes, svm, logistic, without } = values;
  const parts = without === 'all' ? PARTS : without.split(',').filter((part) => part !== '');
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown !== undefined) throw badOption(`--without knows ${PARTS.join(', ')} and all, not “${unknown}”`);
  return {
    set,
    cases,
    json,
    model,
    parts,
    readers: readers && numberOf('--readers', readers, 1),
    likes: likes?.split(',').map((n) => numberOf('--likes', n, 1)),
    svm: numberOf('--svm', svm, 0),
    logistic: numberOf('--logistic', logistic, 0),
  };
}

function numberOf(name, text, least) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least) return number;
  throw badOption(`${name} takes a whole number from ${least}, not “${text}”`);
}

function badOption(message) {
  return Object.assign(new Error(message), { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' });
}
