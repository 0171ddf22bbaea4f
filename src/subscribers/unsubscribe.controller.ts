// Good-bye: a page with one button, and the one-click POST of RFC 8058 on the same address.
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { sendPage } from '../platform/http/send-page.js';
import { Unsubscribe } from './unsubscribe.js';
import { visitorOf } from './visitor.js';

@ApiExcludeController()
@Controller('u/:token')
export class UnsubscribeController {
  constructor(
    private readonly config: Config,
    private readonly unsubscribe: Unsubscribe,
  ) {}

  @Get()
  show(@Param('token') token: string, @Res() reply: FastifyReply): void {
    this.unsubscribe.check(token);
    sendPage(reply, this.config, 'unsubscribe', { action: `/u/${encodeURIComponent(token)}` });
  }

  /** Mail programs and people post here alike; both are answered at once, without a redirect. */
  @Post()
  @HttpCode(200)
  async press(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const fromPage = typeof body === 'object' && body !== null && 'from' in body && body.from === 'page';
    const via = fromPage ? 'web:/u' : 'one-click';
    await this.unsubscribe.run({ token, via, visitor: visitorOf(request) });
    sendPage(reply, this.config, 'unsubscribed', {});
  }
}
