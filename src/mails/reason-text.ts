// Reasons in words, for mails and pages: "matches: sparse experts, routing · author Yann LeCun · in Machine Learning (cs.LG)".
import type { Texts } from '../language/texts.js';
import type { Reason } from '../matching/types.js';

/**
 * @param categoryName the name of a code, if there is one.
 * @returns plain text, to be escaped like any other; empty when there are no reasons.
 */
export function reasonText(
  texts: Texts,
  reasons: readonly Reason[],
  categoryName: (code: string) => string | undefined = () => undefined,
): string {
  const of = <Kind extends Reason['kind']>(kind: Kind) =>
    reasons.filter((reason): reason is Extract<Reason, { kind: Kind }> => reason.kind === kind);
  const joined = (words: readonly string[]) => words.join(texts.say('words.comma'));
  const said = {
    terms: () => [texts.say('reasons.terms', { terms: joined(of('terms').flatMap(({ terms }) => terms)) })],
    author: () => authorTexts(texts, of('author'), joined),
    query: () => {
      const queries = of('query').map(({ query }) => quoted(texts, query));
      return [texts.say('reasons.queries', { count: queries.length, queries: joined(queries) })];
    },
    category: () => {
      const names = of('category').map(({ category }) => named(category, categoryName));
      return [texts.say('reasons.categories', { names: joined(names) })];
    },
  };
  const kinds = new Set(reasons.map(({ kind }) => kind));
  return [...kinds].flatMap((kind) => said[kind]()).join(' · ');
}

/** Somebody whose initials alone speak for being the one followed is not called her. */
function authorTexts(
  texts: Texts,
  authors: readonly Extract<Reason, { kind: 'author' }>[],
  joined: (words: readonly string[]) => string,
): string[] {
  const sure = authors.filter(({ unsure }) => !unsure).map(({ author }) => author);
  return [
    ...(sure.length > 0 ? [texts.say('reasons.authors', { count: sure.length, names: joined(sure) })] : []),
    ...authors
      .filter(({ unsure }) => unsure)
      .map(({ author }) => texts.say('reasons.unsureAuthor', { name: author })),
  ];
}

/** A query with phrases has quotation marks of its own. */
function quoted(texts: Texts, query: string): string {
  return query.includes('"') ? query : texts.say('words.quoted', { text: query });
}

function named(code: string, categoryName: (code: string) => string | undefined): string {
  const name = categoryName(code);
  return name === undefined || name === code ? code : `${name} (${code})`;
}
