// What the welcome mail says, from the database: when the first digest comes, and what was asked for.
import { categoryName } from '../interests/categories.js';
import { texts } from '../language/languages.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import { localDateText } from './local-time.js';
import { shorten } from './wording.js';

export async function loadWelcome(
  prisma: PrismaService,
  subscriberId: string,
): Promise<{ firstDigestAtText: string; interests: string[] }> {
  const subscriber = await prisma.subscriber.findFirstOrThrow({
    where: { id: subscriberId },
    include: { interests: { orderBy: { createdAt: 'asc' } } },
  });
  return {
    firstDigestAtText: await localDateText(
      texts(subscriber.language),
      prisma,
      subscriber.nextDueAt,
      subscriber.timeZone,
    ),
    interests: subscriber.interests.map(({ kind, value }) =>
      kind === 'category' ? (categoryName(value) ?? value) : shorten(value, 80),
    ),
  };
}
