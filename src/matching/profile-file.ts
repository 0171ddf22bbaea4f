// A compiled profile as bytes, for the table it is kept in: what is few as JSON, then all vectors one after the other.
//
//   format, checksum, length of the JSON (32 bits each, lowest byte first), JSON, vectors
//
// Weights are kept as 16 bits in units of the largest of their vector: the same bytes give the same profile everywhere.
import type { CategoryLeanings } from './category-table.js';
import type { OwnText } from './own-texts.js';
import type { OwnInterest } from './owed.js';
import { PackedReader, PackedWriter } from './packed-numbers.js';
import type { Profile, Signposts } from './profile.js';
import { LANES, type Quad } from './quad.js';
import { type CompiledQuery, compileQuery } from './query.js';
import type { Tastes, WeightedTaste } from './text-score.js';

/** Another one whenever the bytes, or what they mean, change: older profiles are compiled anew. */
export const PROFILE_FORMAT = 1;
const HEAD = 12;

interface Head {
  wanted: PostsHead & { tastes: TasteHead[] };
  muted: PostsHead & { descriptions: TasteHead[]; papers: number };
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
    muted: {
      ...postsHead(muted),
      descriptions: muted.descriptions.each.map(tasteHead),
      papers: muted.papers.length * LANES,
    },
    texts: texts.each,
    interests,
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  const writer = new PackedWriter();
  writer.whole(new Uint32Array([PROFILE_FORMAT, 0, json.length]));
  writer.bytes(json);
  for (const tastes of [wanted.tastes, wanted.queryTastes, muted.queryTastes, muted.descriptions])
    writeTastes(writer, tastes);
  writeQuads(writer, muted.papers, muted.papers.length * LANES);
  writeQuads(writer, texts.words, texts.each.length);
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
  const [format, checksum, length = 0] = reader.whole(3);
  if (format !== PROFILE_FORMAT || checksum !== checksumOf(bytes)) return undefined;
  const head = JSON.parse(new TextDecoder().decode(reader.bytes(length))) as Head;
  const tastes = readTastes(reader, head.wanted.tastes);
  const wanted = readPosts(head.wanted, readTastes(reader, head.wanted.queryTastes));
  const muted = readPosts(head.muted, readTastes(reader, head.muted.queryTastes));
  if (wanted === undefined || muted === undefined) return undefined;
  const descriptions = readTastes(reader, head.muted.descriptions);
  const papers = readQuads(reader, head.muted.papers);
  let words: Quad[] | undefined;
  return {
    wanted: { ...wanted, tastes },
    muted: { ...muted, descriptions, papers },
    texts: {
      each: head.texts,
      // Half of the bytes, and only asked for where a paper was found.
      get words() {
        words ??= readQuads(reader, head.texts.length);
        return words;
      },
    },
    interests: head.interests,
  };
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
  writeQuads(writer, words, each.length);
  for (const { taste, words: own } of each) {
    writer.weights(taste.common);
    writer.weights(taste.topics);
    if (own === undefined) continue;
    writer.terms(own.terms);
    writer.weights(own.weights);
  }
}

function readTastes(reader: PackedReader, heads: readonly TasteHead[]): Tastes {
  const words = readQuads(reader, heads.length);
  const each = heads.map(({ weight, usual, categoryFactor, categories, hasWords }): WeightedTaste => {
    const taste = {
      common: reader.weights(),
      topics: reader.weights(),
      categories: categories && leanings(categories),
      categoryFactor,
      usual,
    };
    return {
      taste,
      weight,
      ...(hasWords && { words: { terms: reader.terms(), weights: reader.weights() } }),
    };
  });
  return { each, words };
}

function leanings({ primary, listed }: NonNullable<TasteHead['categories']>): CategoryLeanings {
  return { primary: new Map(primary), listed: new Map(listed) };
}

/** @param count of vectors: the last quad may have fewer than four. */
function writeQuads(writer: PackedWriter, quads: readonly Quad[], count: number): void {
  for (const [at, { terms, weights }] of quads.entries()) {
    writer.terms(terms);
    for (let lane = 0; lane < Math.min(LANES, count - LANES * at); lane += 1)
      writer.weights(terms.length === 0 ? NOTHING : everyFourth(weights, lane));
  }
}

function everyFourth(weights: Float32Array, lane: number): Float32Array {
  return Float32Array.from({ length: weights.length / LANES }, (_, i) => weights[LANES * i + lane] ?? 0);
}

const NOTHING = new Float32Array();

function readQuads(reader: PackedReader, count: number): Quad[] {
  const quads: Quad[] = [];
  for (let at = 0; at < count; at += LANES) {
    const terms = reader.terms();
    const weights = new Float32Array(LANES * terms.length);
    for (let lane = 0; lane < Math.min(LANES, count - at); lane += 1)
      reader.weightsInto(weights, lane, LANES);
    quads.push({ terms, weights });
  }
  return quads;
}

/** Over the format and all that follows the checksum. */
function checksumOf(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let sum = words[0] ?? 0;
  for (let i = 2; i < words.length; i += 1) {
    sum = Math.imul(sum ^ (words[i] ?? 0), 0x01000193);
    sum ^= sum >>> 15;
  }
  return sum >>> 0;
}
