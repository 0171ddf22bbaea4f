// What the files of a benchmark set say, line by line: what is missing is an error that says where, what is odd is a note.
// Nothing is read from disk here.

/** The folder is not a set, or not one that can be run: the message is for whoever gave the folder. */
export class SetError extends Error {}

const CONTENT = new Set(['title', 'abstract', 'categories']);
const DEFAULT_METRICS = ['R@10', 'nDCG@10', 'MRR'];
const METRIC = /^(?:(?:R|P|nDCG)@[1-9]\d*|MRR(?:@[1-9]\d*)?)$/;

/** How often something odd was met. */
export class Notes {
  #counts = new Map();

  add(what, count = 1) {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  get lines() {
    return Array.from(this.#counts, ([what, count]) => (count > 1 ? `${count} × ${what}` : what));
  }
}

export function parseJson(text, where) {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SetError(`${where} is not JSON: ${error.message}`);
  }
}

/** @returns name, papers, fields, background, validationBackground, known and metrics, with defaults where the file is silent */
export function metaOf(text, file, folderName, notes) {
  const meta = parseJson(text, file);
  if (typeof meta?.papers !== 'string')
    throw new SetError(`${file}: “papers” is missing, the path of the file of papers from this folder`);
  const fields = (meta.fields ?? ['title', 'abstract']).filter((field) => CONTENT.has(field));
  notes.add('a field that is not content and is left out', (meta.fields ?? []).length - fields.length);
  const metrics = (meta.metrics ?? DEFAULT_METRICS).filter((metric) => METRIC.test(metric));
  notes.add(
    'a metric that is not known (R@k, P@k, nDCG@k, MRR are)',
    (meta.metrics ?? []).length - metrics.length,
  );
  const known = typeof meta.known === 'number' ? [meta.known] : meta.known;
  const isList = Array.isArray(known) && known.length > 0 && known.every((n) => Number.isInteger(n) && n > 0);
  if (known !== undefined && known !== 'interactions' && !isList)
    throw new SetError(`${file}: “known” should be a list of numbers from 1, or "interactions"`);
  return {
    name: meta.name ?? folderName,
    papers: meta.papers,
    fields,
    background: meta.background,
    validationBackground: meta.validationBackground,
    known,
    metrics: metrics.length > 0 ? metrics : DEFAULT_METRICS,
  };
}

/** @returns id and the content that may be used; authors never */
export function paperOf(line, where, fields) {
  const { id, title, abstract, categories, published } = parseJson(line, where) ?? {};
  if (id === undefined || id === null) throw new SetError(`${where}: a paper without “id”`);
  return {
    id: String(id),
    title: fields.includes('title') ? (title ?? '') : '',
    abstract: fields.includes('abstract') ? (abstract ?? '') : '',
    categories: fields.includes('categories') ? (categories ?? []) : [],
    authors: [],
    published: published ?? '',
  };
}

/** @returns pool to ids, each once */
export function poolsOf(text, file, notes) {
  const pools = parseJson(text, file);
  if (pools === null || typeof pools !== 'object' || Array.isArray(pools))
    throw new SetError(`${file}: an object is expected, pool to list of ids`);
  const entries = Object.entries(pools).map(([pool, ids]) => {
    if (!Array.isArray(ids)) throw new SetError(`${file}: pool ${pool} is not a list of ids`);
    return [pool, distinct(ids, 'an id twice in one pool', notes)];
  });
  return Object.fromEntries(entries);
}

/** @param lines reader and paper, with a tab between. @returns reader to papers, in order */
export function interactionsOf(lines, notes) {
  const likes = new Map();
  for (const line of lines) {
    const [reader, paper] = line.split('\t');
    if (!paper) notes.add('a line of interactions that is not reader, tab, paper');
    else if (likes.has(reader)) likes.get(reader).push(paper.trim());
    else likes.set(reader, [paper.trim()]);
  }
  return likes;
}

/**
 * @param lines of cases; @param likes of readers, for sets that say `interactions`
 * @returns cases that can be measured: a pool that exists, and at least one relevant paper
 */
export function casesOf(lines, file, { pools, known, likes, notes }) {
  const names = Object.keys(pools);
  const read = lines.map(([number, line]) => {
    const one = parseJson(line, `${file}, line ${number}`) ?? {};
    const grades = one.grades && gradesOf(one.grades);
    const reader = String(one.reader ?? `line ${number}`);
    const liked = known === 'interactions' ? likes.get(reader) : (one.known ?? likes.get(reader));
    if (liked === undefined) notes.add('a case of which no known paper is told');
    return {
      reader,
      pool: one.pool === undefined && names.length === 1 ? names[0] : String(one.pool),
      known: distinct(liked ?? [], 'a known paper twice in one case', notes),
      relevant: distinct(
        one.relevant ?? Object.keys(grades ?? {}).filter((id) => grades[id] > 0),
        'a relevant paper twice in one case',
        notes,
      ),
      ...(grades && { grades }),
    };
  });
  const ranked = read.filter(({ pool }) => (pools[pool] ?? []).length > 0);
  notes.add('a case left out: its pool is not in pools.json, or empty', read.length - ranked.length);
  const measurable = ranked.filter(({ relevant }) => relevant.length > 0);
  notes.add('a case left out: nothing is relevant', ranked.length - measurable.length);
  if (measurable.length === 0) throw new SetError(`${file}: no case that can be measured`);
  for (const { pool, relevant, known: own } of measurable) {
    const candidates = new Set(pools[pool]);
    notes.add(
      'a relevant paper that is not in the pool',
      relevant.filter((id) => !candidates.has(id)).length,
    );
    notes.add('a relevant paper that is known', relevant.filter((id) => own.includes(id)).length);
  }
  return measurable;
}

function gradesOf(grades) {
  return Object.fromEntries(
    Object.entries(grades).map(([id, grade]) => [id, Number.isFinite(Number(grade)) ? Number(grade) : 0]),
  );
}

function distinct(ids, what, notes) {
  const each = [...new Set(ids.map(String))];
  notes.add(what, ids.length - each.length);
  return each;
}
