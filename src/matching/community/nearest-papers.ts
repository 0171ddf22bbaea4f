// The liked papers that say most nearly what a paper says: by their terms, in standard deviations above what is usual.
import type { SparseRows } from './sparse-rows.js';

/** Measured: thirty find less, three hundred more than a hundred. */
const MOST = 300;

/**
 * @param content a row for each paper
 * @param papersByTerm a row for each term, a column for each liked paper
 * @returns a row for each paper, a column for each liked paper: shares that add up to 1, or an empty row without any
 */
export function nearestPapers(content: SparseRows, papersByTerm: SparseRows): SparseRows {
  const { offsets: ends } = content;
  const offsets = new Uint32Array(ends.length);
  const columns: number[] = [];
  const values: number[] = [];
  const products = new Float32Array(papersByTerm.width);
  for (let row = 0; row + 1 < ends.length; row += 1) {
    addProducts(content, row, papersByTerm, products.fill(0));
    for (const [paper, share] of sharesOf(products)) {
      columns.push(paper);
      values.push(share);
    }
    offsets[row + 1] = columns.length;
  }
  return {
    offsets,
    columns: Uint32Array.from(columns),
    values: Float32Array.from(values),
    width: papersByTerm.width,
  };
}

/** @param products one for each liked paper: its inner product with the row is added */
function addProducts(
  { offsets, columns, values }: SparseRows,
  row: number,
  papersByTerm: SparseRows,
  products: Float32Array,
): void {
  for (let at = offsets[row] ?? 0; at < (offsets[row + 1] ?? 0); at += 1) {
    const term = columns[at] ?? 0;
    const weight = values[at] ?? 0;
    const end = papersByTerm.offsets[term + 1] ?? 0;
    for (let i = papersByTerm.offsets[term] ?? 0; i < end; i += 1) {
      const paper = papersByTerm.columns[i] ?? 0;
      products[paper] = (products[paper] ?? 0) + weight * (papersByTerm.values[i] ?? 0);
    }
  }
}

/** The square of what is above the mean: those very near count most. @returns [paper, share] of the nearest */
function sharesOf(products: Float32Array): [number, number][] {
  const mean = products.reduce((sum, product) => sum + product, 0) / products.length;
  const least = Math.max(products.slice().sort().at(-MOST) ?? 0, mean);
  const nearest: [number, number][] = [];
  let total = 0;
  for (let paper = 0; paper < products.length; paper += 1) {
    const above = (products[paper] ?? 0) - mean;
    if ((products[paper] ?? 0) < least || !(above > 0)) continue;
    nearest.push([paper, above * above]);
    total += above * above;
  }
  return nearest.map(([paper, square]) => [paper, square / total]);
}
