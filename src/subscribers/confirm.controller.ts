// The page behind the link of the confirmation mail. Opening it changes nothing: scanners open every link.
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { textsFor } from '../platform/http/asked-language.js';
import { sendPage } from '../platform/http/send-page.js';
import { ReaderLanguage } from './access/reader-language.js';
import { Confirm } from './confirm.js';
import { visitorOf } from './visitor.js';

@ApiExcludeController()
@Controller('confirm/:token')
export class ConfirmController {
  constructor(
    private readonly config: Config,
    private readonly confirm: Confirm,
    private readonly language: ReaderLanguage,
  ) {}

  @Get()
  async show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.language.run(request, { token });
    await this.confirm.check(token);
    sendPage(reply, this.config, 'confirm', { action: `/confirm/${encodeURIComponent(token)}` });
  }

  @Post()
  @HttpCode(200)
  async press(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.language.run(request, { token });
    const texts = textsFor(request, this.config);
    const confirmed = await this.confirm.run({ token, visitor: visitorOf(request), texts });
    sendPage(reply, this.config, 'confirmed', confirmed);
  }
}
