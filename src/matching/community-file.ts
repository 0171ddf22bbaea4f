// What was gathered from likes, as bytes for the database: everything a process needs to ask for papers nobody has seen.
import type { Likes } from './community/community-model.js';
import type { ContentColumns } from './community-content.js';

export interface StoredCommunity {
  likes: Likes;
  columns: ContentColumns;
  /** Keys of the liked papers, in the order of their rows. */
  keys: string[];
}

/** Raised with every change of what follows the header. */
const FORMAT = 'courant-community-2';
/** The header is padded with blanks, so that numbers behind it stand where their arrays want them. */
const ALIGNMENT = 4;

interface Header {
  keys: string[];
  columns: number;
  readers: number;
  likes: number;
  entries: number;
}

export function encodeCommunity({
  likes: { readers, content },
  columns,
  keys,
}: StoredCommunity): Uint8Array<ArrayBuffer> {
  const counts: Header = {
    keys,
    columns: columns.idf.length,
    readers: readers.offsets.length - 1,
    likes: readers.columns.length,
    entries: content.columns.length,
  };
  const header = Buffer.from(JSON.stringify({ format: FORMAT, ...counts }));
  const padding = (ALIGNMENT - ((header.length + 1) % ALIGNMENT)) % ALIGNMENT;
  const parts: Uint8Array[] = [header, Buffer.from(`${' '.repeat(padding)}\n`)];
  const arrays = [columns.hashes, columns.idf, readers.offsets, readers.columns];
  for (const { buffer, byteOffset, byteLength } of [
    ...arrays,
    content.offsets,
    content.columns,
    content.values,
  ])
    parts.push(new Uint8Array(buffer, byteOffset, byteLength));
  return new Uint8Array(Buffer.concat(parts));
}

/** @returns what is wrong with bytes that are of another format or not whole */
export function decodeCommunity(bytes: Uint8Array): StoredCommunity | { fault: string } {
  const end = bytes.indexOf(10);
  const header = readHeader(Buffer.from(bytes.subarray(0, Math.max(end, 0))).toString());
  if (header === undefined) return { fault: 'it is of another format' };
  const { keys, columns, readers, likes, entries } = header;
  const wanted = 2 * columns + readers + 1 + likes + keys.length + 1 + 2 * entries;
  if (bytes.length - end - 1 !== 4 * wanted) return { fault: 'it is not whole' };
  const body = bytes.slice(end + 1).buffer;
  let at = 0;
  const next = (length: number) => {
    at += 4 * length;
    return [body, at - 4 * length, length] as const;
  };
  return {
    columns: { hashes: new Uint32Array(...next(columns)), idf: new Float32Array(...next(columns)) },
    likes: {
      readers: {
        offsets: new Uint32Array(...next(readers + 1)),
        columns: new Uint32Array(...next(likes)),
        values: new Float32Array(likes).fill(1),
        width: keys.length,
      },
      content: {
        offsets: new Uint32Array(...next(keys.length + 1)),
        columns: new Uint32Array(...next(entries)),
        values: new Float32Array(...next(entries)),
        width: columns,
      },
    },
    keys,
  };
}

function readHeader(line: string): Header | undefined {
  try {
    const header: unknown = JSON.parse(line);
    if (typeof header !== 'object' || header === null || !('format' in header)) return undefined;
    return header.format === FORMAT && isHeader(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

function isHeader(header: object): header is Header {
  const { keys, columns, readers, likes, entries } = header as Partial<Record<keyof Header, unknown>>;
  const counts = [columns, readers, likes, entries];
  return Array.isArray(keys) && counts.every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
}
