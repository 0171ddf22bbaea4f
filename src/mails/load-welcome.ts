// What the welcome mail says, from the database: when the first digest comes, and what was asked for.
import { categoryName, fieldNameOf, isArchive } from '../interests/categories.js';
import { texts } from '../language/languages.js';
import type { Texts } from '../language/texts.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import { localDateText } from './local-time.js';
import { shorten } from './wording.js';

export async function loadWelcome(
  prisma: PrismaService,
  subscriberId: string,
): Promise<{ texts: Texts; firstDigestAtText: string; interests: string[] }> {
  const subscriber = await prisma.subscriber.findFirstOrThrow({
    where: { id: subscriberId },
    include: { interests: { orderBy: { createdAt: 'asc' } } },
  });
  const said = texts(subscriber.language);
  return {
    texts: said,
    firstDigestAtText: await localDateText(said, prisma, subscriber.nextDueAt, subscriber.timeZone),
    interests: subscriber.interests.map(({ kind, value }) =>
      kind === 'category' ? nameOf(value, said) : shorten(value, 80),
    ),
  };
}

/** Of a category, or of the field that a whole archive is. */
function nameOf(code: string, said: Texts): string {
  if (!isArchive(code)) return said.fieldName(code) ?? categoryName(code) ?? code;
  const field = fieldNameOf(code);
  return said.fieldName(field) ?? field;
}
