// Papers made ready for queries: where each token stands, in which field, and who wrote the paper.
import type { AuthorName } from './author-name.js';
import { partsOf } from './query.js';
import type { Token } from './tokenize.js';

export interface QueryAuthor {
  name: AuthorName;
  /** As the paper spells it. */
  spelling: string;
}

/** A paper as queries see it; tokens as tokenize() returns them. */
export interface QueryPaper {
  title: readonly Token[];
  abstract: readonly Token[];
  authors: readonly QueryAuthor[];
  categories: readonly string[];
}

/** Token number → rising places; of a joined word, the place of its first part. */
type Places = ReadonlyMap<number, readonly number[]>;

/** All papers in one row of places, a token each. Papers have numbers, in the order given. */
export class QueryIndex {
  readonly paperCount: number;
  readonly categories: (readonly string[])[] = [];
  /** Surname or given name, folded → who has it. */
  readonly authorsByWord = new Map<string, (QueryAuthor & { paper: number })[]>();
  /** Of each place. */
  readonly papers: number[] = [];
  private readonly tokens: number[] = [];
  private readonly isTitle: boolean[] = [];
  private readonly isConnected: boolean[] = [];
  private readonly joined = new Map<number, { token: number; span: number }>();
  private readonly numbers = new Map<string, number>();
  private readonly places: Places;
  private sortedKeys: string[] | undefined;

  constructor(papers: Iterable<QueryPaper>) {
    const places = new Map<number, number[]>();
    let count = 0;
    for (const { title, abstract, authors, categories } of papers) {
      this.addField(count, title, true, places);
      this.addField(count, abstract, false, places);
      for (const author of authors) this.addAuthor(count, author);
      this.categories.push(categories);
      count += 1;
    }
    this.paperCount = count;
    this.places = places;
  }

  private addField(
    paper: number,
    tokens: readonly Token[],
    isTitle: boolean,
    places: Map<number, number[]>,
  ): void {
    let previousEnd = -1;
    for (const [i, token] of tokens.entries()) {
      const place = this.tokens.length;
      const number = this.numberOf(token.key);
      const own = places.get(number);
      if (own === undefined) places.set(number, [place]);
      else own.push(place);
      if (token.role === 'joined') {
        this.joined.set(place, { token: number, span: partsOf(tokens, i) });
        continue;
      }
      this.tokens.push(number);
      this.papers.push(paper);
      this.isTitle.push(isTitle);
      // Pairs of Chinese characters overlap, parts of a hyphenated word stand in the same place.
      this.isConnected.push(previousEnd >= 0 && (!token.afterBreak || token.start < previousEnd));
      previousEnd = token.end;
    }
  }

  private numberOf(key: string): number {
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.numbers.size);
    return this.numbers.size - 1;
  }

  private addAuthor(paper: number, author: QueryAuthor): void {
    const { surnames, given } = author.name;
    for (const word of new Set([...surnames, ...given.filter(({ length }) => length > 1)])) {
      const entries = this.authorsByWord.get(word);
      if (entries === undefined) this.authorsByWord.set(word, [{ ...author, paper }]);
      else entries.push({ ...author, paper });
    }
  }

  /** @returns the numbers of the tokens that a key stands for. */
  tokensFor(key: string, match: 'equal' | 'prefix' | 'within'): number[] {
    if (match === 'equal') return [this.numbers.get(key) ?? -1].filter((number) => number >= 0);
    if (match === 'within') {
      return Array.from(this.numbers).flatMap(([known, number]) => (known.includes(key) ? [number] : []));
    }
    const keys = (this.sortedKeys ??= Array.from(this.numbers.keys()).sort());
    let low = 0;
    for (let high = keys.length; low < high;) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    const numbers: number[] = [];
    for (; keys[low]?.startsWith(key); low += 1) numbers.push(this.numbers.get(keys[low] ?? '') ?? 0);
    return numbers;
  }

  placesOf(token: number): readonly number[] {
    return this.places.get(token) ?? [];
  }

  isInField(place: number, field: 'title' | 'abstract' | undefined): boolean {
    return field === undefined || this.isTitle[place] === (field === 'title');
  }

  /** @returns where the next token may stand when one of these stands at the place, alone or as a joined word. */
  stepsFrom(place: number, tokens: ReadonlySet<number>): number[] {
    const steps: number[] = [];
    const joined = this.joined.get(place);
    if (tokens.has(this.tokens[place] ?? -1)) steps.push(place + 1);
    if (joined !== undefined && tokens.has(joined.token)) steps.push(place + joined.span);
    return steps;
  }

  /** Whether the place goes on what stands before it: same paper, same field, and no punctuation unless that may be. */
  follows(place: number, mayFollowBreak: boolean): boolean {
    if (this.isConnected[place] === true) return true;
    return (
      mayFollowBreak &&
      this.papers[place] === this.papers[place - 1] &&
      this.isTitle[place] === this.isTitle[place - 1]
    );
  }
}
