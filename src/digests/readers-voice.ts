// What a reader said of single papers, as interests: those she wants more of, saved or brought along are near to what she
// likes; those she wants less of keep away what is nearly the same.
import type { Prisma } from '../generated/prisma/client.js';
import type { Interest } from '../matching/types.js';
import type { Database } from '../platform/prisma/prisma.service.js';

/** The newest of each: reading a text takes time, and what one liked long ago says less. */
export const MOST_HEARD = 30;

const text = { select: { title: true, abstract: true } } as const;

/** To be loaded with a subscriber. */
export const VOICE = {
  feedback: {
    where: { OR: [{ verdict: { not: null } }, { savedAt: { not: null } }] },
    select: {
      paperKey: true,
      verdict: true,
      savedAt: true,
      paper: { select: { ...text.select, categories: true } },
    },
    orderBy: { givenAt: 'desc' },
    take: MOST_HEARD,
  },
  library: { select: { ...text.select, paperKey: true }, orderBy: { addedAt: 'desc' }, take: MOST_HEARD },
} satisfies Prisma.SubscriberInclude;

const KEYS = {
  feedback: { ...VOICE.feedback, select: { paperKey: true, verdict: true } },
  library: { ...VOICE.library, select: { paperKey: true } },
} satisfies Prisma.SubscriberInclude;

interface Text {
  title: string;
  abstract: string;
  categories?: string[];
}

export interface Voice {
  feedback: readonly {
    paperKey: string;
    verdict: 'more' | 'less' | null;
    savedAt: Date | null;
    paper: Text;
  }[];
  library: readonly (Text & { paperKey: string | null })[];
}

export function interestsFromVoice({ feedback, library }: Voice): Interest[] {
  return [
    ...feedback.map(({ verdict, savedAt, paper }) =>
      verdict === 'less'
        ? { ...toInterest(paper), muted: true }
        : { ...toInterest(paper), because: savedAt === null ? ('liked' as const) : ('saved' as const) },
    ),
    ...library.map((entry) => ({ ...toInterest(entry), because: 'library' as const })),
  ];
}

/** Keys of the papers she wants more of, saved or brought along, of those we know. */
export function likedKeys({
  feedback,
  library,
}: {
  feedback: readonly Pick<Voice['feedback'][number], 'paperKey' | 'verdict'>[];
  library: readonly Pick<Voice['library'][number], 'paperKey'>[];
}): string[] {
  return [
    ...feedback.filter(({ verdict }) => verdict !== 'less').map(({ paperKey }) => paperKey),
    ...library.flatMap(({ paperKey }) => paperKey ?? []),
  ];
}

/** @returns likedKeys() by subscriber, without reading a text. */
export async function loadLikedKeys(
  database: Database,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const readers = await database.subscriber.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, ...KEYS },
  });
  return new Map(readers.map(({ id, ...said }) => [id, likedKeys(said)]));
}

function toInterest({ title, abstract, categories }: Text): Interest {
  const value = `${title}\n${abstract}`;
  return { kind: 'paper', value, weight: 1, muted: false, ...(categories && { categories }) };
}
