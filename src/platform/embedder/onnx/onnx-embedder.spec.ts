import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OnnxEmbedder } from './onnx-embedder.js';
import type { Runtime, Session, Tensor } from './runtime.js';
import { WordPiece } from './word-piece.js';

const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'un', '##aff', '##able', 'cafe', ',', '中', '文', 'runs'];
const vocabulary = new Map(PIECES.map((piece, number) => [piece, number]));

describe('word pieces', () => {
  const tokenizer = new WordPiece({ vocabulary, lowerCase: true });
  it.each([
    ['UNaffable', [2, 4, 5, 6, 3]],
    ['Café, runs', [2, 7, 8, 11, 3]],
    ['中文', [2, 9, 10, 3]],
    ['unknowable', [2, 1, 3]],
    ['', [2, 3]],
    ['a'.repeat(200), [2, 1, 3]],
  ])('of %j', (text, numbers) => {
    expect(tokenizer.encode(text, 16)).toEqual(numbers);
  });

  it('stop at the most a model reads', () => {
    expect(tokenizer.encode('runs '.repeat(50), 8)).toEqual([2, 11, 11, 11, 11, 11, 11, 3]);
  });
});

/** The state of a token is its number and 1, whatever stands beside it; padding would spoil the mean. */
class StandInSession implements Session {
  readonly inputNames = ['input_ids', 'attention_mask', 'token_type_ids'];
  readonly outputNames = ['last_hidden_state'];

  run({ input_ids }: Record<string, Tensor>): Promise<Record<string, Tensor>> {
    const ids = Array.from(input_ids?.data as BigInt64Array, Number);
    const data = Float32Array.from(ids.flatMap((id) => (id === 0 ? [1_000, 0] : [id, 1])));
    return Promise.resolve({ last_hidden_state: { data, dims: [...(input_ids?.dims ?? []), 2] } });
  }
}

const runtime: Runtime = {
  InferenceSession: { create: () => Promise.resolve(new StandInSession()) },
  Tensor: class {
    constructor(
      readonly type: 'int64',
      readonly data: BigInt64Array,
      readonly dims: readonly number[],
    ) {}
  },
};

describe('a model directory', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'embedder-'));
  });
  afterAll(() => rm(dir, { recursive: true }));

  it('says what is missing, one thing after the other', async () => {
    await expect(OnnxEmbedder.open(dir)).rejects.toThrow(/has no model.onnx/);
    await writeFile(join(dir, 'model.onnx'), 'weights');
    await expect(OnnxEmbedder.open(dir)).rejects.toThrow(/npm install onnxruntime-node/);
    const load = () => Promise.resolve(runtime);
    await expect(OnnxEmbedder.open(dir, load)).rejects.toThrow(/neither tokenizer.json nor vocab.txt/);
    await writeFile(join(dir, 'tokenizer.json'), '{"model":{"type":"BPE","vocab":{}}}');
    await expect(OnnxEmbedder.open(dir, load)).rejects.toThrow(/not one of WordPiece/);
    await rm(join(dir, 'tokenizer.json'));
    await writeFile(join(dir, 'vocab.txt'), `${PIECES.join('\n')}\n`);
    await expect(OnnxEmbedder.open(dir, load)).resolves.toMatchObject({
      model: expect.stringMatching(/^onnx:embedder-.*:[0-9a-f]{12}$/),
    });
  });

  it('gives the mean over the tokens without padding, at length 1', async () => {
    const embedder = await OnnxEmbedder.open(dir, () => Promise.resolve(runtime));
    const [short, long] = await embedder.embed(['runs', 'runs runs runs']);
    const mean = (2 + 11 + 3) / 3;
    expect(short?.[0]).toBeCloseTo(mean / Math.hypot(mean, 1), 5);
    expect(short?.[1]).toBeCloseTo(1 / Math.hypot(mean, 1), 5);
    expect(Math.hypot(...(long ?? []))).toBeCloseTo(1, 5);
  });
});
