// A compiled profile as bytes, for the table it is kept in: what is few as JSON, then all vectors one after the other.
//
//   format, checksum, lengths of both JSONs (32 bits each, lowest byte first), JSON, vectors, JSON of
//   what is her own, vectors of her texts
//
// What scoring needs comes first; her own texts are read where a paper was found. The same bytes give the same profile
// everywhere.
import type { CategoryLeanings } from './category-table.js';
import type { OwnText } from './own-texts.js';
import type { OwnInterest } from './owed.js';
import { PackedReader, PackedWriter } from './packed-numbers.js';
import type { Profile, Signposts } from './profile.js';
import type { Quad } from './quad.js';
import { type CompiledQuery, compileQuery } from './query.js';
import type { Tastes, WeightedTaste } from './text-score.js';

/** Another one whenever the bytes, or what they mean, change: older profiles are compiled anew. */
export const PROFILE_FORMAT = 3;
const HEAD = 16;

interface Head {
  wanted: PostsHead & { tastes: TasteHead[] };
  muted: PostsHead & { descriptions: TasteHead[] };
}

/** Her own texts and interests: for papers that were found. */
interface Own {
  texts: OwnText[];
  interests: OwnInterest[];
}

type PostsHead = Pick<Signposts, 'authors' | 'categories'> & { queries: string[]; queryTastes: TasteHead[] };

interface TasteHead {
  weight: number;
  usual: number;
  categoryFactor: number;
  categories?: { primary: [string, number][]; listed: [string, number][] };
  hasWords: boolean;
}

export function writeProfile({ wanted, muted, texts, interests }: Profile): Uint8Array<ArrayBuffer> {
  const head: Head = {
    wanted: { ...postsHead(wanted), tastes: wanted.tastes.each.map(tasteHead) },
    muted: { ...postsHead(muted), descriptions: muted.descriptions.each.map(tasteHead) },
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const own = new TextEncoder().encode(JSON.stringify({ texts: texts.each, interests } satisfies Own));
  const writer = new PackedWriter();
  writer.whole(new Uint32Array([PROFILE_FORMAT, 0, json.length, own.length]));
  writer.bytes(json);
  for (const tastes of [wanted.tastes, wanted.queryTastes, muted.queryTastes, muted.descriptions])
    writeTastes(writer, tastes);
  writeQuads(writer, muted.papers);
  writer.bytes(own);
  writeQuads(writer, texts.words);
  const bytes = writer.done();
  new DataView(bytes.buffer).setUint32(4, checksumOf(bytes), true);
  return bytes;
}

/**
 * @returns undefined for what is not a whole profile of this format, or has a query that nobody can read any more: it must
 *   be compiled anew. The profile looks into `stored`, which must stay as it is.
 */
export function readProfile(stored: Uint8Array): Profile | undefined {
  // Numbers of four bytes must stand at multiples of four.
  const bytes = stored.byteOffset % 4 === 0 ? stored : new Uint8Array(stored);
  if (bytes.length < HEAD || bytes.length % 4 !== 0) return undefined;
  const reader = new PackedReader(bytes);
  const [format, checksum, length = 0, ownLength = 0] = reader.whole(4);
  if (format !== PROFILE_FORMAT || checksum !== checksumOf(bytes)) return undefined;
  const head = readJson(reader, length) as Head;
  const tastes = readTastes(reader, head.wanted.tastes);
  const wanted = readPosts(head.wanted, readTastes(reader, head.wanted.queryTastes));
  const muted = readPosts(head.muted, readTastes(reader, head.muted.queryTastes));
  if (wanted === undefined || muted === undefined) return undefined;
  const descriptions = readTastes(reader, head.muted.descriptions);
  const papers = readQuads(reader);
  let own: Pick<Profile, 'texts' | 'interests'> | undefined;
  const readOwn = () => {
    const { texts, interests } = readJson(reader, ownLength) as Own;
    return { texts: { each: texts, words: readQuads(reader) }, interests };
  };
  return {
    wanted: { ...wanted, tastes },
    muted: { ...muted, descriptions, papers },
    // Half of the bytes.
    get texts() {
      return (own ??= readOwn()).texts;
    },
    get interests() {
      return (own ??= readOwn()).interests;
    },
  };
}

const utf8 = new TextDecoder();

function readJson(reader: PackedReader, length: number): unknown {
  return JSON.parse(utf8.decode(reader.bytes(length)));
}

function postsHead({ queries, queryTastes, authors, categories }: Signposts): PostsHead {
  return {
    queries: queries.map(({ query }) => query),
    queryTastes: queryTastes.each.map(tasteHead),
    authors,
    categories,
  };
}

function readPosts(head: PostsHead, queryTastes: Tastes): Signposts | undefined {
  const queries = head.queries.map(readQuery).filter((query) => query !== undefined);
  if (queries.length < head.queries.length) return undefined;
  return { queries, queryTastes, authors: head.authors, categories: head.categories };
}

/** Queries that were read lately: many readers ask for the same. */
const readLately = new Map<string, CompiledQuery>();
const MOST_READ_LATELY = 2_000;

function readQuery(query: string): CompiledQuery | undefined {
  const known = readLately.get(query) ?? compileQuery(query);
  if (known === undefined) return undefined;
  if (readLately.size >= MOST_READ_LATELY) readLately.clear();
  readLately.set(query, known);
  return known;
}

function tasteHead({ weight, taste, words }: WeightedTaste): TasteHead {
  const { usual, categoryFactor, categories } = taste;
  return {
    weight,
    usual,
    categoryFactor,
    ...(categories && {
      categories: { primary: [...categories.primary], listed: [...categories.listed] },
    }),
    hasWords: words !== undefined,
  };
}

function writeTastes(writer: PackedWriter, { each, words }: Tastes): void {
  writeQuads(writer, words);
  for (const { taste, words: own } of each) {
    writer.floats(taste.common);
    writer.floats(taste.topics);
    if (own === undefined) continue;
    writer.terms(own.terms);
    writer.floats(own.weights);
  }
}

function readTastes(reader: PackedReader, heads: readonly TasteHead[]): Tastes {
  const words = readQuads(reader);
  const each = heads.map(({ weight, usual, categoryFactor, categories, hasWords }): WeightedTaste => {
    const taste = {
      common: reader.floats(),
      topics: reader.floats(),
      categories: categories && leanings(categories),
      categoryFactor,
      usual,
    };
    return {
      taste,
      weight,
      ...(hasWords && { words: { terms: reader.terms(), weights: reader.floats() } }),
    };
  });
  return { each, words };
}

function leanings({ primary, listed }: NonNullable<TasteHead['categories']>): CategoryLeanings {
  return { primary: new Map(primary), listed: new Map(listed) };
}

function writeQuads(writer: PackedWriter, quads: readonly Quad[]): void {
  writer.whole(new Uint32Array([quads.length]));
  for (const { terms, steps, sizes } of quads) {
    writer.terms(terms);
    writer.floats(sizes);
    writer.shorts(steps);
  }
}

/** @returns views: nothing is copied, whatever their length. */
function readQuads(reader: PackedReader): Quad[] {
  const [count = 0] = reader.whole(1);
  return Array.from({ length: count }, () => {
    const terms = reader.terms();
    const sizes = reader.floats();
    return { terms, sizes, steps: reader.shorts(sizes.length * terms.length) };
  });
}

/** Over the format and all that follows the checksum. Four sums side by side: none waits for another. */
function checksumOf(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let [a, b, c, d] = [words[0] ?? 0, 1, 2, 3];
  let i = 2;
  for (; i + 3 < words.length; i += 4) {
    a = mixed(a, words[i] ?? 0);
    b = mixed(b, words[i + 1] ?? 0);
    c = mixed(c, words[i + 2] ?? 0);
    d = mixed(d, words[i + 3] ?? 0);
  }
  for (; i < words.length; i += 1) a = mixed(a, words[i] ?? 0);
  return mixed(mixed(mixed(a, b), c), d) >>> 0;
}

function mixed(sum: number, word: number): number {
  const product = Math.imul(sum ^ word, 0x01000193);
  return product ^ (product >>> 15);
}
