// The categories among what authors wrote into that field: ACM and MSC codes stand there too.

/** `cs.LG`, `q-bio.NC`, `cond-mat.mtrl-sci`, `hep-th`, and archives of old such as `cmp-lg`; not `I.2.6` or `68T05`. */
const CATEGORY = /^[a-z]{1,8}(?:-[a-z]{2,5})?(?:\.[A-Za-z]{2}|\.[a-z]{2,8}(?:-[a-z]{2,4})?)?$/;

/** @returns each category once, in the given order */
export function onlyCategories(terms: readonly string[]): string[] {
  return [...new Set(terms.filter((term) => CATEGORY.test(term)))];
}
