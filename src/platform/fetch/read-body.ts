// The body of an answer: unpacked on the way, and stopped at the limit, so that a few packed bytes cannot fill memory.
import type { IncomingMessage } from 'node:http';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { FetchError } from './fetch-error.js';

const UNPACKERS: Record<string, () => Transform> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/** What we ask for. `deflate` is unpacked too, but not asked for: servers disagree on what it means. */
export const ACCEPT_ENCODING = 'gzip, br';

/**
 * @param maxBytes holds for the bytes on the wire and for the unpacked ones
 * @param from for messages
 * @throws FetchError too_large, or wrong_type for an encoding that was not asked for; errors of the connection and of
 *   the unpacking as Node gives them
 */
export async function readBody(response: IncomingMessage, maxBytes: number, from: string): Promise<Buffer> {
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes, from);
  const chunks: Buffer[] = [];
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of counted(source, maxBytes, from)) chunks.push(chunk);
  };
  const unpacker = unpackerFor(response, from);
  if (unpacker) {
    let packed = 0;
    const wire = async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of counted(source, maxBytes, from)) {
        packed += chunk.length;
        yield chunk;
      }
    };
    await pipeline(response, wire, unpacker, collect).catch((error: unknown) => {
      // Nothing at all is no valid packing of nothing, but that is what it stands for.
      if (!response.complete || packed > 0) throw error;
    });
  } else {
    await pipeline(response, collect);
  }
  return Buffer.concat(chunks);
}

/** Whether nothing comes at all. Reads no further than the first bytes. */
export async function isEmpty(response: IncomingMessage): Promise<boolean> {
  for await (const chunk of response as AsyncIterable<Buffer>) if (chunk.length > 0) return false;
  return true;
}

async function* counted(
  source: AsyncIterable<Buffer>,
  maxBytes: number,
  from: string,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes, from);
    yield chunk;
  }
}

function unpackerFor(response: IncomingMessage, from: string): Transform | undefined {
  const encoding = (response.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return undefined;
  const make = Object.hasOwn(UNPACKERS, encoding) ? UNPACKERS[encoding] : undefined;
  if (make) return make();
  // Also when several encodings lie one in the other: nobody honest does that.
  throw new FetchError(
    'wrong_type',
    `${from} packed its answer as "${encoding.slice(0, 40)}", which is not read.`,
  );
}

function tooLarge(maxBytes: number, from: string): FetchError {
  return new FetchError('too_large', `${from} sent more than the ${maxBytes} bytes that are read.`);
}
