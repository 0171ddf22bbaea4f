// The pages behind the links below each paper of a digest. Opening one changes nothing; its button does.
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { textsFor } from '../../platform/http/asked-language.js';
import { sendPage } from '../../platform/http/send-page.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { ReaderLanguage } from '../access/reader-language.js';
import { type Linked, FeedbackLink } from './feedback-link.js';
import { type Act, GiveFeedback, isAct } from './give-feedback.js';
import { actLabel, actsFor, saidPaperView } from './said-of.js';

@ApiExcludeController()
@Controller('f/:token/:item')
export class FeedbackController {
  constructor(
    private readonly config: Config,
    private readonly link: FeedbackLink,
    private readonly give: GiveFeedback,
    private readonly language: ReaderLanguage,
  ) {}

  @Get()
  async choose(
    @Param('token') token: string,
    @Param('item') item: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const linked = await this.find(token, item, request);
    this.send(reply, `/f/${token}/${item}`, linked, actsFor(linked.feedback));
  }

  @Get(':act')
  async ask(
    @Param('token') token: string,
    @Param('item') item: string,
    @Param('act') act: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.send(reply, `/f/${token}/${item}`, await this.find(token, item, request), [actOf(act)]);
  }

  @Post(':act')
  @HttpCode(200)
  async press(
    @Param('token') token: string,
    @Param('item') item: string,
    @Param('act') act: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { subscriberId, paper } = await this.find(token, item, request);
    await this.give.run({ subscriberId, paperKey: paper.key, act: actOf(act) });
    const after = await this.link.find(token, item);
    this.send(reply, `/f/${token}/${item}`, after, actsFor(after.feedback), true);
  }

  private async find(token: string, item: string, request: FastifyRequest): Promise<Linked> {
    const linked = await this.link.find(token, item);
    await this.language.run(request, { id: linked.subscriberId });
    return linked;
  }

  private send(
    reply: FastifyReply,
    path: string,
    { paper, feedback }: Linked,
    acts: readonly Act[],
    isDone = false,
  ): void {
    const texts = textsFor(reply.request, this.config);
    sendPage(reply, this.config, 'feedback', {
      paper: saidPaperView(texts, paper, feedback),
      isDone,
      buttons: acts.map((act) => ({ action: `${path}/${act}`, label: actLabel(texts, act) })),
    });
  }
}

function actOf(text: string): Act {
  if (!isAct(text)) throw new DomainError('not_found', saying('web.errors.noPage'));
  return text;
}
