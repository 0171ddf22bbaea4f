// An embedding server that speaks as OpenAI's does: POST /v1/embeddings.
import { z } from 'zod';
import { FetchError, place } from '../fetch/fetch-error.js';
import { type RetryOptions, withRetries } from '../fetch/retrying.js';
import { Embedder, EmbedderError, toLengthOne } from './embedder.js';
import { postJson } from './post-json.js';

export interface HttpEmbedderOptions {
  /** The server, or its path that ends in `/embeddings`. */
  url: string;
  model: string;
  key: string | undefined;
  now: () => Date;
  /** For one batch; a minute unless told. */
  timeoutMs?: number;
  /** How failures that may pass are repeated. */
  retry?: Partial<RetryOptions>;
}

/** Small enough for servers that read 8,000 tokens at once, and for a slow processor within the minute. */
const TEXTS_AT_ONCE = 16;
/** Longer texts are cut: models read a few hundred words. */
const MOST_CHARACTERS = 8_000;
const TIMEOUT_MS = 60_000;
const MAX_BYTES = 20_000_000;
const RETRY: RetryOptions = { attempts: 4, longestWaitMs: 60_000 };

const reply = z.object({
  data: z.array(z.object({ index: z.number().int().optional(), embedding: z.array(z.number()).min(1) })),
});

export class HttpEmbedder extends Embedder {
  readonly model: string;
  private readonly url: URL;
  private dimensions: number | undefined;

  constructor(private readonly options: HttpEmbedderOptions) {
    super();
    this.model = options.model;
    this.url = endpointOf(options.url);
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += TEXTS_AT_ONCE)
      vectors.push(...(await this.embedBatch(texts.slice(start, start + TEXTS_AT_ONCE))));
    return vectors;
  }

  private async embedBatch(texts: readonly string[]): Promise<Float32Array[]> {
    const { key, now, timeoutMs = TIMEOUT_MS, retry } = this.options;
    const post = {
      url: this.url,
      body: {
        model: this.model,
        input: texts.map((text) => text.slice(0, MOST_CHARACTERS)),
        encoding_format: 'float',
      },
      headers: { ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      timeoutMs,
      maxBytes: MAX_BYTES,
      now,
    };
    try {
      return this.read(await withRetries(() => postJson(post), { ...RETRY, ...retry }), texts.length);
    } catch (error) {
      if (error instanceof FetchError) throw new EmbedderError(error.message, { cause: error });
      throw error;
    }
  }

  private read(body: unknown, count: number): Float32Array[] {
    const from = place(this.url);
    const { success, data } = reply.safeParse(body);
    if (!success) throw new EmbedderError(`${from} sent JSON without data[].embedding.`);
    const rows = data.data;
    if (rows.length !== count)
      throw new EmbedderError(`${from} sent ${rows.length} vectors for ${count} texts.`);
    const vectors: Float32Array[] = [];
    for (const [i, { index = i, embedding }] of rows.entries()) {
      const vector = toLengthOne(Float32Array.from(embedding));
      if (vector === undefined) throw new EmbedderError(`${from} sent a vector that is all 0 or not finite.`);
      this.dimensions ??= vector.length;
      if (vector.length !== this.dimensions)
        throw new EmbedderError(
          `${from} sent ${vector.length} dimensions where there were ${this.dimensions}: is it another model?`,
        );
      if (index < 0 || index >= count || vectors[index] !== undefined)
        throw new EmbedderError(`${from} numbered its vectors so that some text has none.`);
      vectors[index] = vector;
    }
    return vectors;
  }
}

function endpointOf(text: string): URL {
  const url = new URL(text);
  const path = url.pathname.replace(/\/+$/, '');
  if (!path.endsWith('/embeddings'))
    url.pathname = `${path.endsWith('/v1') ? path : `${path}/v1`}/embeddings`;
  return url;
}
