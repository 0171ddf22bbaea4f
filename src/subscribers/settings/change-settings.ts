// A reader says when and how she wants her digests.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock } from '../../shared/clock.js';
import { DomainError } from '../../shared/domain-error.js';
import { UNKNOWN_ZONE } from '../sign-up.schema.js';
import { isTimeZone } from '../time-zones.js';
import { reckonNextDue } from './next-due.js';
import type { Settings } from './settings.schema.js';

@Injectable()
export class ChangeSettings {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError invalid_input for a time zone there is not */
  async run(input: { subscriberId: string; settings: Settings }): Promise<void> {
    const { subscriberId, settings } = input;
    if (!(await isTimeZone(this.prisma, settings.timeZone))) {
      throw new DomainError('invalid_input', UNKNOWN_ZONE, { timeZone: UNKNOWN_ZONE });
    }
    await this.prisma.$transaction(async (transaction) => {
      await transaction.subscriber.update({ where: { id: subscriberId }, data: settings });
      await reckonNextDue(transaction, subscriberId, this.clock.now());
    });
  }
}
