// What was learned from likes, as bytes for the database: everything a process needs to ask for papers nobody has seen.
import type { LearnedCommunity } from './community/community-model.js';
import type { ContentColumns } from './community-content.js';

export interface StoredCommunity {
  learned: LearnedCommunity;
  columns: ContentColumns;
  /** Keys of the liked papers, in the order of their vectors. */
  keys: string[];
}

/** Raised with every change of what follows the header. */
const FORMAT = 'courant-community-1';
/** The header is padded with blanks, so that numbers behind it stand where their arrays want them. */
const ALIGNMENT = 4;

export function encodeCommunity({ learned, columns, keys }: StoredCommunity): Uint8Array<ArrayBuffer> {
  const { factors, papers, map } = learned;
  const header = Buffer.from(JSON.stringify({ format: FORMAT, factors, columns: columns.idf.length, keys }));
  const padding = (ALIGNMENT - ((header.length + 1) % ALIGNMENT)) % ALIGNMENT;
  const parts: Uint8Array[] = [header, Buffer.from(`${' '.repeat(padding)}\n`)];
  for (const { buffer, byteOffset, byteLength } of [columns.hashes, columns.idf, papers, map])
    parts.push(new Uint8Array(buffer, byteOffset, byteLength));
  return new Uint8Array(Buffer.concat(parts));
}

/** @returns what is wrong with bytes that are of another format or not whole */
export function decodeCommunity(bytes: Uint8Array): StoredCommunity | { fault: string } {
  const end = bytes.indexOf(10);
  const header = readHeader(Buffer.from(bytes.subarray(0, Math.max(end, 0))).toString());
  if (header === undefined) return { fault: 'it is of another format' };
  const { factors, columns, keys } = header;
  const lengths = [columns, columns, keys.length * factors, columns * factors];
  const wanted = lengths.reduce((sum, length) => sum + 4 * length, 0);
  if (bytes.length - end - 1 !== wanted) return { fault: 'it is not whole' };
  const body = bytes.slice(end + 1).buffer;
  let at = 0;
  const next = (length: number) => {
    at += 4 * length;
    return [body, at - 4 * length, length] as const;
  };
  const hashes = new Uint32Array(...next(columns));
  const idf = new Float32Array(...next(columns));
  const papers = new Float32Array(...next(keys.length * factors));
  const map = new Float32Array(...next(columns * factors));
  return { learned: { factors, papers, map }, columns: { hashes, idf }, keys };
}

function readHeader(line: string): { factors: number; columns: number; keys: string[] } | undefined {
  try {
    const header: unknown = JSON.parse(line);
    if (typeof header !== 'object' || header === null || !('format' in header)) return undefined;
    return header.format === FORMAT ? (header as never) : undefined;
  } catch {
    return undefined;
  }
}
