// The public archive: what was announced on each date, in the order the community gave it.
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Config } from '../config/config.js';
import { sendPage } from '../platform/http/send-page.js';
import { DomainError } from '../shared/domain-error.js';
import { ReadEditions } from './read-editions.js';

const date = z.iso.date();

@ApiExcludeController()
@Controller('editions')
export class EditionsController {
  constructor(
    private readonly config: Config,
    private readonly editions: ReadEditions,
  ) {}

  @Get()
  async list(@Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, this.config, 'editions', { editions: await this.editions.list() });
  }

  @Get(':date')
  async show(@Param('date') asked: string, @Res() reply: FastifyReply): Promise<void> {
    const parsed = date.safeParse(asked);
    const edition = parsed.success ? await this.editions.one(parsed.data) : undefined;
    if (!edition) throw new DomainError('not_found', 'There is no edition of this date.');
    sendPage(reply, this.config, 'edition', edition);
  }
}
