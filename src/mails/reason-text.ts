// Reasons in words, for mails and pages: "close to “Sparse Experts”, which you saved · matches routing · author Yann LeCun".
import { categoryName } from '../interests/categories.js';
import type { Texts } from '../language/texts.js';
import type { Reason } from '../matching/types.js';

/** Why this paper, and what of the reasons a mail shows elsewhere: in its subject, and among the authors. */
export function saidOfReasons(texts: Texts, reasons: readonly Reason[]) {
  return {
    reason: reasonText(texts, reasons, categoryName),
    topics: reasons.flatMap((reason) => (reason.kind === 'terms' ? reason.terms : [])),
    followed: reasons.flatMap((reason) =>
      reason.kind === 'author' && !reason.unsure ? [reason.author] : [],
    ),
  };
}

/**
 * @param nameOf the name of a code, if there is one.
 * @returns plain text, to be escaped like any other; empty when there are no reasons.
 */
export function reasonText(
  texts: Texts,
  reasons: readonly Reason[],
  nameOf: (code: string) => string | undefined = () => undefined,
): string {
  const kinds = new Set(reasons.map(({ kind }) => kind));
  return Array.from(kinds, (kind) => kindText(texts, kind, reasons, nameOf)).join(' · ');
}

/** All reasons of one kind in one sentence, or a few. */
function kindText(
  texts: Texts,
  kind: Reason['kind'],
  reasons: readonly Reason[],
  nameOf: (code: string) => string | undefined,
): string {
  const joined = (words: readonly string[]) => words.join(texts.say('words.comma'));
  switch (kind) {
    case 'terms': {
      const terms = ofKind(reasons, kind).flatMap((reason) => reason.terms);
      return texts.say('reasons.terms', { terms: joined(terms) });
    }
    case 'author':
      return authorTexts(texts, ofKind(reasons, kind), joined).join(' · ');
    case 'query': {
      const queries = ofKind(reasons, kind).map((reason) => queryText(texts, reason, joined));
      return texts.say('reasons.queries', { count: queries.length, queries: joined(queries) });
    }
    case 'paper':
      return ofKind(reasons, kind)
        .map(({ title, because }) => texts.say(`reasons.closeTo.${because}`, { title }))
        .join(' · ');
    case 'community':
      return texts.say('reasons.community');
    case 'category': {
      const names = ofKind(reasons, kind).map(({ category }) => named(category, nameOf));
      return texts.say('reasons.categories', { names: joined(names) });
    }
  }
}

function ofKind<Kind extends Reason['kind']>(reasons: readonly Reason[], kind: Kind) {
  return reasons.filter((reason): reason is Extract<Reason, { kind: Kind }> => reason.kind === kind);
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

/** The words that were found are worth saying when the query leaves open which. */
function queryText(
  texts: Texts,
  { query, words = [] }: Extract<Reason, { kind: 'query' }>,
  joined: (words: readonly string[]) => string,
): string {
  const leavesOpen = /(?:^|[\s(])OR(?=[\s)]|$)/.test(query);
  if (!leavesOpen || words.length === 0) return quoted(texts, query);
  return texts.say('reasons.queryWithWords', { query: quoted(texts, query), words: joined(words) });
}

/** A query with phrases has quotation marks of its own. */
function quoted(texts: Texts, query: string): string {
  return query.includes('"') ? query : texts.say('words.quoted', { text: query });
}

function named(code: string, nameOf: (code: string) => string | undefined): string {
  const name = nameOf(code);
  return name === undefined || name === code ? code : `${name} (${code})`;
}
