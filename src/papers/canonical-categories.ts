// The same papers are listed under two codes now and then (math.MP is math-ph): here each is counted once.
import { canonicalCategory } from '../interests/categories.js';

/** @returns each category once, in the given order, by the code that stands for it */
export function canonicalCategories(codes: readonly string[]): string[] {
  return [...new Set(codes.map(canonicalCategory))];
}
