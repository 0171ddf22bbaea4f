// Papers as BibTeX, for reference managers. Letters stay as they are (UTF-8); only what TeX would take for a command is
// escaped.

export interface CitedPaper {
  key: string;
  source: string;
  title: string;
  authors: readonly string[];
  categories: readonly string[];
  url: string;
  doi: string | null;
  journalRef: string | null;
  announcedOn: Date;
}

/** One entry a paper, in order; empty for none. */
export function bibtexOf(papers: readonly CitedPaper[]): string {
  const taken = new Set<string>();
  return papers.map((paper) => entry(paper, freeKey(citationKey(paper), taken))).join('\n');
}

function entry(paper: CitedPaper, key: string): string {
  const isArxiv = /^(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?\/\d{7})$/.test(paper.key);
  const fields: [string, string | null | undefined][] = [
    ['title', `{${escape(paper.title)}}`],
    ['author', paper.authors.map((name) => escape(name)).join(' and ') || null],
    ['year', yearOf(paper)],
    ['eprint', isArxiv ? paper.key : null],
    ['archivePrefix', isArxiv ? 'arXiv' : null],
    ['primaryClass', isArxiv ? paper.categories[0] : null],
    ['doi', paper.doi && verbatim(paper.doi)],
    ['note', paper.journalRef && escape(paper.journalRef)],
    ['url', verbatim(paper.url)],
  ];
  const lines = fields.flatMap(([name, value]) => (value ? [`  ${name} = {${value}},`] : []));
  return [`@misc{${key},`, ...lines, '}', ''].join('\n');
}

/** `lovelace2026sparse`: surname, year, first longer word of the title. */
function citationKey(paper: CitedPaper): string {
  const surname = paper.authors[0]?.split(' ').at(-1) ?? 'anonymous';
  const word = paper.title.split(/[^\p{L}]+/u).find((one) => one.length > 3) ?? '';
  return `${plain(surname) || 'anonymous'}${yearOf(paper)}${plain(word)}`;
}

function freeKey(wanted: string, taken: Set<string>): string {
  let key = wanted;
  for (let number = 2; taken.has(key); number += 1) key = `${wanted}-${number}`;
  taken.add(key);
  return key;
}

function yearOf({ announcedOn }: CitedPaper): string {
  return announcedOn.toISOString().slice(0, 4);
}

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}

const COMMANDS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

function escape(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\~^{}%&#$_]/g, (sign) => COMMANDS[sign] ?? `\\${sign}`);
}

/** Identifiers and addresses are read as they stand; brackets and white space have no place in them. */
function verbatim(text: string): string {
  return text.replace(/[{}\s\\]/g, '');
}
