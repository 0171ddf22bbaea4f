// Reads a benchmark set from its folder: papers, pools to rank, readers with what they liked and what they should find.
// Authors are blanked, or the benchmark would be about names.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';
import { LEAST_PAPERS_FOR_TOPICS } from '../../dist/matching/latent/train-projection.js';
import { heldOut } from './held-out.mjs';
import { casesOf, interactionsOf, metaOf, Notes, paperOf, poolsOf, SetError } from './set-format.mjs';

/**
 * @param folder with meta.json, papers, pools.json, cases.jsonl and maybe interactions.tsv.gz
 * @param which `cases`, or `validation` for tuning: without such a file, papers of the background are held out
 * @returns meta, pools, papers by id, cases { reader, pool, known, relevant, grades }, likes (reader to papers, empty without
 *   interactions), the background to learn from, whether the set names one (isNamed), and notes on what is odd
 * @throws SetError for what is missing
 */
export async function readSet(folder, which) {
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new SetError(`${resolve(folder)} is not a folder`);
  const notes = new Notes();
  const file = (name) => join(folder, name);
  const meta = metaOf(textOf(file('meta.json')), file('meta.json'), basename(resolve(folder)), notes);
  const papers = await readPapers(file(meta.papers), meta.fields, notes);
  const pools = poolsOf(textOf(file('pools.json')), file('pools.json'), notes);
  const likes = readInteractions(file('interactions.tsv.gz'), notes);
  meta.known ??= likes.size > 0 ? 'interactions' : undefined;
  const isHeldOut = which === 'validation' && !existsSync(file('validation.jsonl'));
  const casesFile = file(`${isHeldOut ? 'cases' : which}.jsonl`);
  const cases = casesOf(numberedLines(textOf(casesFile)), casesFile, {
    pools,
    known: meta.known,
    likes,
    notes,
  });
  meta.known ??= [Math.max(1, ...cases.map(({ known }) => known.length))];
  const rule = (which === 'validation' && meta.validationBackground) || meta.background;
  const set = {
    meta,
    papers,
    pools,
    cases,
    likes,
    notes,
    ...(await backgroundOf(folder, rule, papers, pools, notes)),
  };
  if (isHeldOut) Object.assign(set, heldOut(set));
  addUnknownPapers(set);
  return set;
}

/** A pool is ranked whole, even where a paper's text is missing; a like of which nothing is known says nothing. */
function addUnknownPapers({ papers, pools, cases, notes }) {
  for (const id of new Set(Object.values(pools).flat())) {
    if (papers.has(id)) continue;
    notes.add('a paper of a pool that is not among the papers: ranked without a text');
    papers.set(id, { id, title: '', abstract: '', categories: [], authors: [], published: '' });
  }
  for (const one of cases) {
    const known = one.known.filter((id) => papers.has(id));
    notes.add('a known paper that is not among the papers: left out', one.known.length - known.length);
    one.known = known;
  }
}

/** Where none is named, a service would know the papers it has: those outside the pools if they are enough, or all. */
async function backgroundOf(folder, rule, papers, pools, notes) {
  const named = await namedBackground(folder, rule, papers, pools);
  if (named?.length > 0) return { background: named, isNamed: true };
  notes.add(named === undefined ? 'no background is named' : 'the background that is named has no papers');
  const outside = outsidePools(papers, pools);
  const background = outside.length >= LEAST_PAPERS_FOR_TOPICS ? outside : [...papers.values()];
  return { background, isNamed: false };
}

async function namedBackground(folder, rule, papers, pools) {
  if (rule === undefined) return undefined;
  if (rule === 'outside-pool') return outsidePools(papers, pools);
  if (rule.publishedBefore) {
    return [...papers.values()].filter(
      ({ published }) => published !== '' && published < rule.publishedBefore,
    );
  }
  if (typeof rule.papers !== 'string')
    throw new SetError(
      `${join(folder, 'meta.json')}: “background” should be "outside-pool", {"publishedBefore": date} or {"papers": path, "ids": file}`,
    );
  const others = await readPapers(join(folder, rule.papers), ['title', 'abstract', 'categories']);
  if (rule.ids === undefined) return [...others.values()];
  const ids = new Set(textOf(join(folder, rule.ids)).split(/[\s,"[\]]+/));
  return [...others.values()].filter(({ id }) => ids.has(id));
}

function outsidePools(papers, pools) {
  const held = new Set(Object.values(pools).flat());
  return [...papers.values()].filter(({ id }) => !held.has(id));
}

/** @param file lines of JSON, compressed or not. @returns id to paper; of two with one id the first */
export async function readPapers(file, fields, notes = new Notes()) {
  if (!existsSync(file)) throw new SetError(`${file} is missing, the file of papers`);
  const byId = new Map();
  let number = 0;
  for await (const line of linesOf(file)) {
    number += 1;
    if (line.trim() === '') continue;
    const paper = paperOf(line, `${file}, line ${number}`, fields);
    if (byId.has(paper.id)) notes.add('a second paper with the id of another: the first is used');
    else byId.set(paper.id, paper);
  }
  if (byId.size === 0) throw new SetError(`${file} has no papers`);
  return byId;
}

/** @throws SetError for a file that is cut short, or not what its name says */
async function* linesOf(file) {
  const bytes = createReadStream(file);
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  const lines = createInterface({ input: text, crlfDelay: Infinity });
  bytes.on('error', (error) => text.destroy(error));
  try {
    yield* lines;
  } catch (error) {
    throw new SetError(`${file} cannot be read: ${error.message}`);
  }
}

function readInteractions(file, notes) {
  if (!existsSync(file)) return new Map();
  return interactionsOf(
    textOf(file)
      .split('\n')
      .filter((line) => line.trim() !== ''),
    notes,
  );
}

function textOf(file) {
  if (!existsSync(file))
    throw new SetError(
      `${file} is missing: a set has meta.json, the papers that it names, pools.json and cases.jsonl`,
    );
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  } catch (error) {
    throw new SetError(`${file} cannot be read: ${error.message}`);
  }
}

/** @returns number and text of each line that has any */
function numberedLines(text) {
  return text
    .split('\n')
    .map((line, i) => [i + 1, line])
    .filter(([, line]) => line.trim() !== '');
}
