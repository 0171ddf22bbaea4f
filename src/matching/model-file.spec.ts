import { describe, expect, it } from '@jest/globals';
import { toBytes } from './latent/projection.js';
import { ModelFileError, readModel, writeModel } from './model-file.js';
import { readText } from './terms.js';
import { TextModel, trainTextModel } from './text-model.js';

const ABSTRACTS = ['sparse experts route tokens', 'dark matter halos of dwarf galaxies', 'sparse galaxies'];
const WORDS = trainTextModel(
  ABSTRACTS.map((abstract, i) => ({ id: String(i), title: '', abstract, authors: [], categories: [] })),
);
const { hashes } = WORDS.vocabulary;
const BASIS = Float32Array.from({ length: hashes.length * 3 }, (_, i) => Math.sin(i * 7));
const MODEL = new TextModel(
  '2026-06-01',
  WORDS.vocabulary,
  toBytes(hashes, BASIS, Float32Array.of(0.3, 0.2, 0.1)),
);
const FILE = writeModel(MODEL);

describe('a model file', () => {
  it('holds everything the model knows', () => {
    const read = readModel(FILE);
    const vector = MODEL.vectorOf(readText('Sparse halos', 'tokens of a new word').terms);
    expect(read.version).toBe('2026-06-01');
    expect(read.vectorOf(readText('Sparse halos', 'tokens of a new word').terms)).toEqual(vector);
    expect(read.projection?.project(vector)).toEqual(MODEL.projection?.project(vector));
    expect(read.projection?.energies).toEqual(MODEL.projection?.energies);
  });

  it('may have words without topics', () => {
    expect(readModel(writeModel(WORDS)).projection).toBeUndefined();
  });

  it.each([0, 1, 40, FILE.length - 1])('says so when only %d bytes of it are there', (length) => {
    expect(() => readModel(FILE.subarray(0, length))).toThrow(ModelFileError);
  });

  it('says so when a byte of it has changed', () => {
    const damaged = FILE.slice();
    damaged[damaged.length - 3] = (damaged[damaged.length - 3] ?? 0) ^ 1;
    expect(() => readModel(damaged)).toThrow('damaged');
  });

  it('says which format it cannot read', () => {
    const other = new TextEncoder().encode('{"format":"courant-text-model 9"}\n');
    expect(() => readModel(other)).toThrow('"courant-text-model 9"');
  });
});
