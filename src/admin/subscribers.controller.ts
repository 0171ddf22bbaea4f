// Subscribers, for operators.
import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Subscriber } from '../generated/prisma/client.js';
import { SubscriberState } from '../generated/prisma/enums.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { DomainError } from '../shared/domain-error.js';
import { AdminKeyGuard } from './admin-key.guard.js';

const listQuery = z.object({
  state: z.enum(SubscriberState).optional(),
  after: z.uuid({ error: 'expected the id of the last subscriber of the page before' }).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const params = z.object({ id: z.uuid({ error: 'expected a UUID' }) });

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/subscribers')
export class AdminSubscribersController {
  constructor(private readonly prisma: PrismaService) {}

  @Get()
  @ApiOperation({ summary: 'Subscribers, oldest first; `next` is the `after` of the next page.' })
  @ApiQuery({ name: 'state', required: false, enum: SubscriberState })
  @ApiQuery({ name: 'after', required: false, type: String })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    const subscribers = await this.prisma.subscriber.findMany({
      where: { ...(query.state && { state: query.state }), ...(query.after && { id: { gt: query.after } }) },
      orderBy: { id: 'asc' },
      take: query.limit,
    });
    const last = subscribers.length === query.limit ? subscribers.at(-1)?.id : undefined;
    return { subscribers: subscribers.map(summary), next: last ?? null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One subscriber with interests, consents and the last digests.' })
  @ApiParam({ name: 'id', type: String, format: 'uuid' })
  async read(@Param({ schema: params }) { id }: z.infer<typeof params>) {
    const subscriber = await this.prisma.subscriber.findUnique({
      where: { id },
      include: {
        interests: { select: { kind: true, value: true, weight: true, muted: true } },
        consents: { orderBy: { recordedAt: 'asc' }, omit: { id: true, subscriberId: true } },
        digests: {
          orderBy: { localDate: 'desc' },
          take: 30,
          select: {
            id: true,
            localDate: true,
            state: true,
            reason: true,
            delivery: { select: { id: true, state: true, reply: true } },
          },
        },
      },
    });
    if (!subscriber) throw new DomainError('not_found', 'There is no subscriber with this id.');
    const { interests, consents, digests } = subscriber;
    return {
      ...summary(subscriber),
      interests,
      consents,
      digests: digests.map(({ localDate, ...digest }) => ({
        date: localDate.toISOString().slice(0, 10),
        ...digest,
      })),
    };
  }
}

function summary(subscriber: Subscriber) {
  const { id, address, state, language, timeZone, deliverAtHour, maxPapers } = subscriber;
  const { createdAt, confirmedAt, unsubscribedAt, nextDueAt } = subscriber;
  return {
    id,
    address,
    state,
    language,
    timeZone,
    deliverAtHour,
    maxPapers,
    createdAt,
    confirmedAt,
    unsubscribedAt,
    nextDueAt,
  };
}
