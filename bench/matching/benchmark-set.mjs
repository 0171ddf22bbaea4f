// Reads a benchmark set: papers, pools to rank, readers with what they liked and what they should find. Authors are blanked,
// or the benchmark would be about names.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip, gunzipSync } from 'node:zlib';

/**
 * @param folder with meta.json, pools.json, cases.jsonl and maybe interactions.tsv.gz
 * @param which `cases`, or `validation` for tuning
 * @returns papers by id, background to train on, and cases { pool, known, relevant, grades }
 */
export async function readSet(folder, which) {
  const meta = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8'));
  const pools = JSON.parse(readFileSync(join(folder, 'pools.json'), 'utf8'));
  const papers = await readPapers(join(folder, meta.papers), meta.fields);
  const likes = readInteractions(join(folder, 'interactions.tsv.gz'));
  const cases = readFileSync(join(folder, `${which}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map((one) => ({ ...one, known: one.known ?? likes.get(one.reader) ?? [] }));
  const rule = (which === 'validation' && meta.validationBackground) || meta.background;
  return { meta, pools, papers, cases, background: await backgroundOf(folder, rule, papers, pools) };
}

async function backgroundOf(folder, rule, papers, pools) {
  if (rule === 'outside-pool') {
    const held = new Set(Object.values(pools).flat());
    return [...papers.values()].filter(({ id }) => !held.has(id));
  }
  if (rule.publishedBefore) {
    return [...papers.values()].filter(({ published }) => published < rule.publishedBefore);
  }
  const ids = new Set(readFileSync(join(folder, rule.ids), 'utf8').split(/\s+/));
  const others = await readPapers(join(folder, rule.papers), ['title', 'abstract', 'categories']);
  return [...others.values()].filter(({ id }) => ids.has(id));
}

export async function readPapers(file, fields) {
  const byId = new Map();
  for await (const line of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
    const { id, title = '', abstract = '', categories = [], published = '' } = JSON.parse(line);
    byId.set(id, {
      id,
      title: fields.includes('title') ? title : '',
      abstract: fields.includes('abstract') ? abstract : '',
      categories: fields.includes('categories') ? categories : [],
      authors: [],
      published,
    });
  }
  return byId;
}

/** Reader to the papers she liked, in order. */
function readInteractions(file) {
  const likes = new Map();
  if (!existsSync(file)) return likes;
  for (const line of gunzipSync(readFileSync(file)).toString().trim().split('\n')) {
    const [reader, paper] = line.split('\t');
    if (!likes.has(reader)) likes.set(reader, []);
    likes.get(reader).push(paper);
  }
  return likes;
}
