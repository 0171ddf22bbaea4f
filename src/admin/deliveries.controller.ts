// One mail and every attempt to hand it over: when, which process, which reply.
import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { DomainError } from '../shared/domain-error.js';
import { AdminKeyGuard } from './admin-key.guard.js';

const params = z.object({ id: z.uuid({ error: 'expected a UUID' }) });

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/deliveries')
export class AdminDeliveriesController {
  constructor(private readonly prisma: PrismaService) {}

  @Get(':id')
  @ApiOperation({
    summary: 'One mail on its way, with all attempts: when, by which process, with which reply.',
  })
  @ApiParam({ name: 'id', type: String, format: 'uuid' })
  async read(@Param({ schema: params }) { id }: z.infer<typeof params>) {
    const delivery = await this.prisma.delivery.findUnique({
      where: { id },
      include: {
        digest: { select: { localDate: true } },
        history: { orderBy: { fencingToken: 'asc' }, omit: { deliveryId: true } },
      },
    });
    if (!delivery) throw new DomainError('not_found', 'There is no delivery with this id.');
    const { digest, history, ...row } = delivery;
    return {
      ...row,
      attemptCount: row.attempts,
      date: digest?.localDate.toISOString().slice(0, 10) ?? null,
      attempts: history,
    };
  }
}
