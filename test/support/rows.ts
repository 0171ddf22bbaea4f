// Rows that tests need, with defaults for what a test does not care about.
import { randomUUID } from 'node:crypto';
import type { Prisma, Subscriber } from '../../src/generated/prisma/client.js';
import { explainedPapers, type KeptPaper } from '../../src/mails/kept-papers.js';
import type { PrismaService } from '../../src/platform/prisma/prisma.service.js';

const NOW = new Date('2026-06-29T12:00:00Z');

export function newSubscriber(
  prisma: PrismaService,
  values: Partial<Prisma.SubscriberUncheckedCreateInput> = {},
): Promise<Subscriber> {
  const address = values.address ?? `reader-${randomUUID().slice(0, 8)}@example.org`;
  return prisma.subscriber.create({
    data: {
      address,
      addressKey: address.toLowerCase(),
      state: 'active',
      createdAt: NOW,
      confirmedAt: NOW,
      ...values,
    },
  });
}

/** Many active readers of one category at once. @returns their addresses */
export async function newReaders(
  prisma: PrismaService,
  count: number,
  values: Partial<Prisma.SubscriberUncheckedCreateInput> = {},
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  const addresses = ids.map((id) => `reader-${id}@example.org`);
  const common = { state: 'active' as const, createdAt: NOW, confirmedAt: NOW, ...values };
  await prisma.subscriber.createMany({
    data: addresses.map((address, index) => ({
      id: ids[index] ?? '',
      address,
      addressKey: address,
      ...common,
    })),
  });
  await prisma.interest.createMany({
    data: ids.map((subscriberId) => ({ subscriberId, kind: 'category', value: 'cs.LG', createdAt: NOW })),
  });
  return addresses;
}

export function newPaper(
  prisma: PrismaService,
  values: Partial<Prisma.PaperUncheckedCreateInput> = {},
): Promise<{ key: string }> {
  const key = values.key ?? `2606.${String(Math.floor(Math.random() * 100_000)).padStart(5, '0')}`;
  return prisma.paper.create({
    data: {
      key,
      source: 'test',
      title: `Paper ${key}`,
      authors: ['Ada Lovelace'],
      categories: ['cs.LG'],
      url: `https://arxiv.org/abs/${key}`,
      announcedOn: new Date('2026-06-29'),
      importedAt: NOW,
      updatedAt: NOW,
      trendScore: values.upvotes ? Math.log1p(values.upvotes) : null,
      ...values,
    },
  });
}

export function newDelivery(
  prisma: PrismaService,
  subscriber: Subscriber,
  values: Partial<Prisma.DeliveryUncheckedCreateInput> = {},
): Promise<{ id: string }> {
  const id = randomUUID();
  return prisma.delivery.create({
    data: {
      id,
      kind: 'welcome',
      subscriberId: subscriber.id,
      recipient: subscriber.address,
      messageId: `<${id}@news.example.org>`,
      createdAt: NOW,
      nextAt: NOW,
      expiresAt: new Date('2026-06-30T12:00:00Z'),
      ...values,
    },
  });
}

/** The papers of one digest, or of all, as they were kept. */
export async function papersOfDigests(prisma: PrismaService, digestId?: string) {
  const rows = await prisma.digestPapers.findMany({ where: { ...(digestId && { digestId }) } });
  return rows.flatMap(explainedPapers);
}

/** Keeps what a digest brings, as building it does. */
export function keepPapers(
  prisma: PrismaService,
  digestId: string,
  items: readonly KeptPaper[],
  breakdowns: Prisma.InputJsonObject = {},
) {
  const paperKeys = items.map(({ paperKey }) => paperKey);
  return prisma.digestPapers.create({
    data: {
      digestId,
      paperKeys,
      items: items as unknown as Prisma.InputJsonArray,
      served: Object.values(breakdowns).map((breakdown) => (breakdown as { serves?: string[] }).serves ?? []),
      breakdowns,
    },
  });
}

/** Sending stands still since 1970, because a server refused us. */
export async function pauseSending(prisma: PrismaService): Promise<void> {
  const at = new Date(0);
  const data = { reply: '550 5.7.26 no', server: 'mx.example:25', pausedAt: at, probeAt: at };
  await prisma.sendingPause.create({ data });
}
