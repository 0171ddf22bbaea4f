// The page behind the link that a new address got. Opening it changes nothing, and does not say whether it is good.
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { textsFor } from '../../platform/http/asked-language.js';
import { sendPage } from '../../platform/http/send-page.js';
import { ReaderLanguage } from '../access/reader-language.js';
import { visitorOf } from '../visitor.js';
import { ChangeAddress } from './change-address.js';

@ApiExcludeController()
@Controller('new-address/:token')
export class NewAddressController {
  constructor(
    private readonly config: Config,
    private readonly changeAddress: ChangeAddress,
    private readonly language: ReaderLanguage,
  ) {}

  @Get()
  async show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.language.run(request, { token });
    await this.changeAddress.check(token);
    sendPage(reply, this.config, 'new-address', { action: `/new-address/${encodeURIComponent(token)}` });
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
    await this.changeAddress.confirm({ token, visitor: visitorOf(request), texts });
    sendPage(reply, this.config, 'done', {
      heading: texts.say('web.done.changed'),
      text: texts.say('web.done.changedText'),
    });
  }
}
