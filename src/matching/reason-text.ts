// Reasons in words, for mails and pages: "close to “Sparse Experts”, which you saved · matches: routing · author Yann LeCun".
import type { Reason } from './types.js';

/**
 * @param categoryName the name of a code, if there is one.
 * @returns plain text, to be escaped like any other; empty when there are no reasons.
 */
export function reasonText(
  reasons: readonly Reason[],
  categoryName: (code: string) => string | undefined = () => undefined,
): string {
  const kinds = new Set(reasons.map(({ kind }) => kind));
  const parts = Array.from(kinds, (kind) => {
    switch (kind) {
      case 'terms':
        return `matches: ${reasons.flatMap((reason) => (reason.kind === kind ? reason.terms : [])).join(', ')}`;
      case 'author':
        return authorText(reasons);
      case 'query':
        return queryText(reasons);
      case 'paper':
        return reasons.flatMap((reason) => (reason.kind === kind ? [closeTo(reason)] : [])).join(' · ');
      case 'community':
        return 'liked by readers who like what you like';
      case 'category':
        return `in ${reasons.flatMap((reason) => (reason.kind === kind ? [named(reason.category, categoryName)] : [])).join(', ')}`;
    }
  });
  return parts.join(' · ');
}

/** Somebody whose initials alone speak for being the one followed is not called her. */
function authorText(reasons: readonly Reason[]): string {
  const authors = reasons.flatMap((reason) => (reason.kind === 'author' ? [reason] : []));
  const sure = authors.filter(({ unsure }) => !unsure).map(({ author }) => author);
  const unsure = authors.filter((one) => one.unsure).map(({ author }) => `an author named ${author}`);
  return [...(sure.length > 0 ? [listed('author', sure)] : []), ...unsure].join(' · ');
}

/** The words that were found are worth saying when the query leaves open which. */
function queryText(reasons: readonly Reason[]): string {
  const queries = reasons.flatMap((reason) => (reason.kind === 'query' ? [reason] : []));
  return listed(
    'query',
    queries.map(({ query, words = [] }) => {
      const isAll = !/(?:^|[\s(])OR(?=[\s)]|$)/.test(query);
      const found = isAll || words.length === 0 ? '' : ` (${words.join(', ')})`;
      return `${quoted(query)}${found}`;
    }),
  );
}

const BECAUSE: Readonly<Record<(Reason & { kind: 'paper' })['because'], string>> = {
  saved: ', which you saved',
  liked: ', which you liked',
  library: ' from your library',
  named: ', which you named',
};

function closeTo({ title, because }: Reason & { kind: 'paper' }): string {
  return `close to “${title}”${BECAUSE[because]}`;
}

function listed(noun: 'author' | 'query', items: readonly string[]): string {
  const plural = noun === 'author' ? 'authors' : 'queries';
  return `${items.length > 1 ? plural : noun} ${items.join(', ')}`;
}

/** A query with phrases has quotation marks of its own. */
function quoted(query: string): string {
  return query.includes('"') ? query : `“${query}”`;
}

function named(code: string, categoryName: (code: string) => string | undefined): string {
  const name = categoryName(code);
  return name === undefined || name === code ? code : `${name} (${code})`;
}
