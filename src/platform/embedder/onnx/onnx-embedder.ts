// A model of the operator's own, from a directory: model.onnx and its tokenizer, run in this process.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EX_CONFIG, StartError } from '../../../shared/start-error.js';
import { Embedder, EmbedderError, toLengthOne } from '../embedder.js';
import { meanOverTokens } from './pooling.js';
import { readTokenizer } from './read-tokenizer.js';
import { loadRuntime, type Runtime, type Session, type Tensor } from './runtime.js';
import type { WordPiece } from './word-piece.js';

const TEXTS_AT_ONCE = 16;
/** An abstract has about 250; what comes later says little more. */
const MOST_TOKENS = 384;

export class OnnxEmbedder extends Embedder {
  private constructor(
    readonly model: string,
    private readonly runtime: Runtime,
    private readonly session: Session,
    private readonly tokenizer: WordPiece,
  ) {
    super();
  }

  /** @throws StartError that says what is missing */
  static async open(dir: string, load: () => Promise<Runtime> = loadRuntime): Promise<OnnxEmbedder> {
    const path = join(dir, 'model.onnx');
    const unusable = (why: string) =>
      new StartError(`EMBEDDER_DIR ${dir} cannot be used: ${why}.`, EX_CONFIG);
    await access(path).catch(() => Promise.reject(unusable('it has no model.onnx that can be read')));
    const runtime = await load().catch((error: unknown) => {
      const said = error instanceof Error ? error.message.split('\n')[0] : String(error);
      const why = `it needs the package onnxruntime-node, which does not come with Courant (${said})`;
      throw new StartError(
        `EMBEDDER_DIR: ${why}. Install it beside Courant: npm install onnxruntime-node`,
        EX_CONFIG,
      );
    });
    try {
      const tokenizer = await readTokenizer(dir);
      const session = await runtime.InferenceSession.create(path);
      const model = `onnx:${basename(resolve(dir))}:${(await hashOf(path)).slice(0, 12)}`;
      return new OnnxEmbedder(model, runtime, session, tokenizer);
    } catch (error) {
      throw unusable((error instanceof Error ? error.message : String(error)).replace(/\.$/, ''));
    }
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < texts.length; start += TEXTS_AT_ONCE)
      vectors.push(...(await this.embedBatch(texts.slice(start, start + TEXTS_AT_ONCE))));
    return vectors;
  }

  private async embedBatch(texts: readonly string[]): Promise<Float32Array[]> {
    const tokens = texts.map((text) => this.tokenizer.encode(text, MOST_TOKENS));
    const width = Math.max(...tokens.map(({ length }) => length));
    const output = await this.session.run(this.feedsOf(tokens, width)).catch((error: unknown) => {
      throw new EmbedderError(`${this.model} could not be run: ${String(error)}.`, { cause: error });
    });
    const lengths = tokens.map(({ length }) => length);
    return this.pool(output, lengths, width).map((vector) => {
      const unit = toLengthOne(vector);
      if (unit) return unit;
      throw new EmbedderError(`${this.model} gave a vector that is all 0 or not finite.`);
    });
  }

  private feedsOf(tokens: readonly number[][], width: number): Record<string, Tensor> {
    const fill = (valueOf: (numbers: readonly number[], place: number) => number) => {
      const data = BigInt64Array.from({ length: tokens.length * width }, (_, i) =>
        BigInt(valueOf(tokens[Math.floor(i / width)] ?? [], i % width)),
      );
      return new this.runtime.Tensor('int64', data, [tokens.length, width]);
    };
    const feeds: Record<string, () => Tensor> = {
      input_ids: () => fill((numbers, place) => numbers[place] ?? this.tokenizer.padding),
      attention_mask: () => fill((numbers, place) => (place < numbers.length ? 1 : 0)),
      token_type_ids: () => fill(() => 0),
    };
    return Object.fromEntries(
      this.session.inputNames.map((name) => {
        const feed = feeds[name];
        if (feed) return [name, feed()];
        throw new EmbedderError(`${this.model} wants an input "${name}", which is not known.`);
      }),
    );
  }

  /** A model that gives one vector a text has pooled itself; otherwise the mean over the tokens is taken. */
  private pool(output: Record<string, Tensor>, lengths: readonly number[], width: number): Float32Array[] {
    const { sentence_embedding: whole, last_hidden_state: states } = output;
    const tensor = whole ?? states ?? output[this.session.outputNames[0] ?? ''];
    const dimensions = tensor?.dims.at(-1) ?? 0;
    const isFit = tensor?.data instanceof Float32Array && tensor.dims[0] === lengths.length && dimensions > 0;
    if (isFit && tensor.dims.length === 2) {
      const data = tensor.data as Float32Array;
      return lengths.map((_, text) => data.slice(text * dimensions, (text + 1) * dimensions));
    }
    if (isFit && tensor.dims.length === 3 && tensor.dims[1] === width)
      return meanOverTokens(tensor.data as Float32Array, lengths, width, dimensions);
    throw new EmbedderError(
      `${this.model} gave ${tensor?.dims.join(' × ') ?? 'nothing'} and not texts × tokens × dimensions.`,
    );
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
