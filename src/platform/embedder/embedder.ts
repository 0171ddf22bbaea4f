// Turns texts into vectors that are near when the texts mean the same: an HTTP server or a model of the operator's own.

export abstract class Embedder {
  /** Vectors of one model cannot be compared with those of another. */
  abstract readonly model: string;

  /**
   * @param texts none of them empty
   * @returns a vector of length 1 for each, in their order, all of as many dimensions
   * @throws EmbedderError
   */
  abstract embed(texts: readonly string[]): Promise<Float32Array[]>;
}

/** Why there are no vectors: one sentence for the operator. */
export class EmbedderError extends Error {
  override readonly name = 'EmbedderError';
}

/** What EMBEDDER_URL or EMBEDDER_DIR ask for, or nothing. */
export class ConfiguredEmbedder {
  constructor(readonly embedder: Embedder | undefined) {}
}

/** @returns the vector with length 1, in place; undefined when it has no direction. */
export function toLengthOne(vector: Float32Array): Float32Array | undefined {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (!Number.isFinite(length) || length === 0) return undefined;
  for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) / length;
  return vector;
}
