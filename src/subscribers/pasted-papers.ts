// Papers somebody names by pasting identifiers or links, as far as we have them.
import type { Database } from '../platform/prisma/prisma.service.js';
import { readIdentifierList } from '../interests/library/identifier-list.js';

interface Pasted {
  /** Title and abstract, as an interest of the kind `paper` keeps them. */
  values: string[];
  /** Identifiers of papers we do not have. */
  unknown: string[];
}

/** @returns arXiv identifiers and DOIs, each once */
export function identifiersIn(text: string, most: number): string[] {
  const { entries } = readIdentifierList(text, most);
  return [...new Set(entries.flatMap(({ arxivId, doi }) => arxivId ?? doi ?? []))];
}

export async function findPasted(database: Database, identifiers: readonly string[]): Promise<Pasted> {
  if (identifiers.length === 0) return { values: [], unknown: [] };
  const wanted = [...identifiers];
  const known = await database.paper.findMany({
    where: { OR: [{ key: { in: wanted } }, { doi: { in: wanted } }] },
    select: { key: true, doi: true, title: true, abstract: true },
  });
  const found = new Set(known.flatMap(({ key, doi }) => [key, doi]));
  return {
    values: known.map(({ title, abstract }) => `${title}\n${abstract}`),
    unknown: wanted.filter((one) => !found.has(one)),
  };
}
