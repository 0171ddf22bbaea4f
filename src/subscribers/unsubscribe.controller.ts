// Good-bye: a page with one button, and the one-click POST of RFC 8058 on the same address.
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { parseInput } from '../platform/http/parse-input.js';
import { sendPage } from '../platform/http/send-page.js';
import { AfterUnsubscribe, pauseWeeksInput, reasonInput } from './after-unsubscribe.js';
import { Unsubscribe } from './unsubscribe.js';
import { visitorOf } from './visitor.js';

@ApiExcludeController()
@Controller('u/:token')
export class UnsubscribeController {
  constructor(
    private readonly config: Config,
    private readonly unsubscribe: Unsubscribe,
    private readonly after: AfterUnsubscribe,
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
    sendPage(reply, this.config, 'unsubscribed', { action: `/u/${encodeURIComponent(token)}` });
  }

  @Get('pause')
  showPause(@Param('token') token: string, @Res() reply: FastifyReply): void {
    this.unsubscribe.check(token);
    const weeks = [1, 2, 4, 8].map((value) => ({
      value,
      label: value === 1 ? 'one week' : `${value} weeks`,
      selected: value === 4,
    }));
    sendPage(reply, this.config, 'pause-instead', { action: `/u/${encodeURIComponent(token)}/pause`, weeks });
  }

  @Post('pause')
  @HttpCode(200)
  async pause(
    @Param('token') token: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.after.pauseInstead({ token, ...parseInput(pauseWeeksInput, body) });
    const text = 'Nothing is sent to you until then; after that it comes again by itself.';
    sendPage(reply, this.config, 'done', { heading: 'Your digests are paused', text });
  }

  @Post('undo')
  @HttpCode(200)
  async undo(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.after.undo({ token, visitor: visitorOf(request) });
    const text = 'Everything is as it was before.';
    sendPage(reply, this.config, 'done', { heading: 'You are subscribed again', text });
  }

  @Post('reason')
  @HttpCode(200)
  async reason(
    @Param('token') token: string,
    @Body() body: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.after.sayWhy({ token, ...parseInput(reasonInput, body) });
    sendPage(reply, this.config, 'done', { heading: 'Thank you', text: 'We read every word.' });
  }
}
