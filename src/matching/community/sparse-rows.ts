// A matrix of which most entries are zero, row by row in flat arrays.

export interface SparseRows {
  /** Entries of row `r` stand from `offsets[r]` up to `offsets[r + 1]`. */
  offsets: Uint32Array;
  columns: Uint32Array;
  values: Float32Array;
  /** Number of columns. */
  width: number;
}

/** @param rows entries of each row, as [column, value] */
export function sparseRows(
  rows: readonly (readonly (readonly [number, number])[])[],
  width: number,
): SparseRows {
  const offsets = new Uint32Array(rows.length + 1);
  for (const [row, entries] of rows.entries()) offsets[row + 1] = (offsets[row] ?? 0) + entries.length;
  const columns = new Uint32Array(offsets.at(-1) ?? 0);
  const values = new Float32Array(columns.length);
  let at = 0;
  for (const [column, value] of rows.flat()) {
    columns[at] = column;
    values[at] = value;
    at += 1;
  }
  return { offsets, columns, values, width };
}

/** One matrix below the other, of at least one. */
export function stacked(parts: readonly SparseRows[]): SparseRows {
  const offsets = new Uint32Array(parts.reduce((rows, part) => rows + rowCount(part), 0) + 1);
  const width = parts[0]?.width ?? 0;
  const entries = parts.reduce((sum, { columns }) => sum + columns.length, 0);
  const all = { offsets, columns: new Uint32Array(entries), values: new Float32Array(entries), width };
  let row = 0;
  let at = 0;
  for (const part of parts) {
    all.columns.set(part.columns, at);
    all.values.set(part.values, at);
    for (const end of part.offsets.subarray(1)) offsets[(row += 1)] = at + end;
    at += part.columns.length;
  }
  return all;
}

export function rowCount({ offsets }: SparseRows): number {
  return offsets.length - 1;
}

/** Rows become columns. */
export function transpose(matrix: SparseRows): SparseRows {
  const offsets = new Uint32Array(matrix.width + 1);
  for (const column of matrix.columns) offsets[column + 1] = (offsets[column + 1] ?? 0) + 1;
  for (let i = 1; i < offsets.length; i += 1) offsets[i] = (offsets[i] ?? 0) + (offsets[i - 1] ?? 0);
  const next = offsets.slice();
  const columns = new Uint32Array(matrix.columns.length);
  const values = new Float32Array(matrix.columns.length);
  for (let row = 0; row < rowCount(matrix); row += 1) {
    for (let at = matrix.offsets[row] ?? 0; at < (matrix.offsets[row + 1] ?? 0); at += 1) {
      const column = matrix.columns[at] ?? 0;
      const slot = next[column] ?? 0;
      next[column] = slot + 1;
      columns[slot] = row;
      values[slot] = matrix.values[at] ?? 0;
    }
  }
  return { offsets, columns, values, width: rowCount(matrix) };
}
