// The public archive: what was announced on each date, in the order the community gave it.
import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Config } from '../config/config.js';
import { textsFor } from '../platform/http/asked-language.js';
import { sendPage } from '../platform/http/send-page.js';
import { DomainError } from '../shared/domain-error.js';
import { saying } from '../shared/saying.js';
import { ReadEditions } from './read-editions.js';

const date = z.iso.date();
const pageNumber = z.coerce.number().int().min(1).max(1_000).default(1);

@ApiExcludeController()
@Controller('editions')
export class EditionsController {
  constructor(
    private readonly config: Config,
    private readonly editions: ReadEditions,
  ) {}

  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, this.config, 'editions', {
      editions: await this.editions.list(textsFor(request, this.config)),
    });
  }

  @Get(':date')
  async show(
    @Param('date') asked: string,
    @Query('page') page: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const [dateOn, number] = [date.safeParse(asked), pageNumber.safeParse(page)];
    const edition =
      dateOn.success && number.success
        ? await this.editions.one(textsFor(request, this.config), dateOn.data, number.data)
        : undefined;
    if (!edition) throw new DomainError('not_found', saying('web.errors.noEdition'));
    sendPage(reply, this.config, 'edition', edition);
  }
}
