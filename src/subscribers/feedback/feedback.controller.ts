// The pages behind the links below each paper of a digest. Opening one changes nothing; its button does.
import { Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Config } from '../../config/config.js';
import { sendPage } from '../../platform/http/send-page.js';
import { DomainError } from '../../shared/domain-error.js';
import { type Linked, FeedbackLink } from './feedback-link.js';
import { type Act, GiveFeedback, isAct } from './give-feedback.js';
import { actsFor, LABELS, saidPaperView } from './said-of.js';

@ApiExcludeController()
@Controller('f/:token/:item')
export class FeedbackController {
  constructor(
    private readonly config: Config,
    private readonly link: FeedbackLink,
    private readonly give: GiveFeedback,
  ) {}

  @Get()
  async choose(
    @Param('token') token: string,
    @Param('item') item: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const linked = await this.link.find(token, item);
    this.send(reply, `/f/${token}/${item}`, linked, actsFor(linked.feedback));
  }

  @Get(':act')
  async ask(
    @Param('token') token: string,
    @Param('item') item: string,
    @Param('act') act: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.send(reply, `/f/${token}/${item}`, await this.link.find(token, item), [actOf(act)]);
  }

  @Post(':act')
  @HttpCode(200)
  async press(
    @Param('token') token: string,
    @Param('item') item: string,
    @Param('act') act: string,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { subscriberId, paper } = await this.link.find(token, item);
    await this.give.run({ subscriberId, paperKey: paper.key, act: actOf(act) });
    const after = await this.link.find(token, item);
    this.send(reply, `/f/${token}/${item}`, after, actsFor(after.feedback), true);
  }

  private send(
    reply: FastifyReply,
    path: string,
    { paper, feedback }: Linked,
    acts: readonly Act[],
    isDone = false,
  ): void {
    sendPage(reply, this.config, 'feedback', {
      paper: saidPaperView(paper, feedback),
      isDone,
      buttons: acts.map((act) => ({ action: `${path}/${act}`, label: LABELS[act] })),
    });
  }
}

function actOf(text: string): Act {
  if (!isAct(text)) throw new DomainError('not_found', 'There is no page at this address.');
  return text;
}
