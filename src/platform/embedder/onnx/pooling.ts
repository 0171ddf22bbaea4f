// One vector for a text out of one for each of its tokens.

/**
 * @param states texts × width × dimensions, by rows.
 * @param lengths tokens of each text; what comes after is padding.
 * @returns the mean over each text's tokens.
 */
export function meanOverTokens(
  states: Float32Array,
  lengths: readonly number[],
  width: number,
  dimensions: number,
): Float32Array[] {
  return lengths.map((length, text) => {
    const mean = new Float32Array(dimensions);
    for (let token = 0; token < length; token += 1) {
      const start = (text * width + token) * dimensions;
      for (let d = 0; d < dimensions; d += 1) mean[d] = (mean[d] ?? 0) + (states[start + d] ?? 0) / length;
    }
    return mean;
  });
}
