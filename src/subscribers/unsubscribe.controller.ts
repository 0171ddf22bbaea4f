// Good-bye: a page with one button, and the one-click POST of RFC 8058 on the same address.
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import type { Texts } from '../language/texts.js';
import { textsFor } from '../platform/http/asked-language.js';
import { faultsIn, parseInput } from '../platform/http/parse-input.js';
import { sendPage } from '../platform/http/send-page.js';
import { ReaderLanguage } from './access/reader-language.js';
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
    private readonly language: ReaderLanguage,
  ) {}

  @Get()
  async show(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.textsOf(token, request);
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
    const texts = await this.textsOf(token, request);
    await this.unsubscribe.run({ token, via, visitor: visitorOf(request), texts });
    this.sendUnsubscribed(reply, token, { reason: '', error: '' });
  }

  @Get('pause')
  async showPause(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = await this.textsOf(token, request);
    const weeks = [1, 2, 4, 8].map((value) => ({
      value,
      label: texts.say('web.pause-instead.weeks', { count: value }),
      selected: value === 4,
    }));
    sendPage(reply, this.config, 'pause-instead', { action: `/u/${encodeURIComponent(token)}/pause`, weeks });
  }

  @Post('pause')
  @HttpCode(200)
  async pause(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = await this.textsOf(token, request);
    await this.after.pauseInstead({ token, ...parseInput(pauseWeeksInput, body) });
    this.sendDone(reply, texts.say('web.done.paused'), texts.say('web.done.pausedText'));
  }

  @Post('undo')
  @HttpCode(200)
  async undo(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = await this.textsOf(token, request);
    await this.after.undo({ token, visitor: visitorOf(request), texts });
    this.sendDone(reply, texts.say('web.done.again'), texts.say('web.done.againText'));
  }

  @Post('reason')
  @HttpCode(200)
  async reason(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = await this.textsOf(token, request);
    try {
      await this.after.sayWhy({ token, ...parseInput(reasonInput, body) });
    } catch (error) {
      const { reason: fault = '' } = faultsIn(error);
      const { reason } = (body ?? {}) as { reason?: unknown };
      const typed = typeof reason === 'string' ? reason : '';
      return this.sendUnsubscribed(reply, token, { reason: typed, error: fault }, 422);
    }
    this.sendDone(reply, texts.say('web.done.thanks'), texts.say('web.done.thanksText'));
  }

  /** @throws DomainError not_found when the link is none of ours */
  private async textsOf(token: string, request: FastifyRequest): Promise<Texts> {
    await this.language.run(request, { id: this.unsubscribe.check(token) });
    return textsFor(request, this.config);
  }

  private sendUnsubscribed(
    reply: FastifyReply,
    token: string,
    why: { reason: string; error: string },
    status = 200,
  ): void {
    const action = `/u/${encodeURIComponent(token)}`;
    sendPage(reply, this.config, 'unsubscribed', { action, ...why }, status);
  }

  private sendDone(reply: FastifyReply, heading: string, text: string): void {
    sendPage(reply, this.config, 'done', { heading, text });
  }
}
