// The page readers subscribe on.
import { Body, Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import type { Texts } from '../language/texts.js';
import { textsFor } from '../platform/http/asked-language.js';
import { faultsIn, parseInput } from '../platform/http/parse-input.js';
import { sendPage } from '../platform/http/send-page.js';
import { TooManyError } from '../shared/domain-error.js';
import { broughtText, checkMailUrl } from './library/brought-text.js';
import { AdmitSignUp } from './admit-sign-up.js';
import { ProofOfWork } from './proof-of-work.js';
import { ReceiveSignUp } from './receive-sign-up.js';
import { signUpInput } from './sign-up.schema.js';
import { SignUpPage } from './sign-up-page.js';
import { visitorOf } from './visitor.js';

@ApiExcludeController()
@Controller()
export class SignUpController {
  constructor(
    private readonly config: Config,
    private readonly admit: AdmitSignUp,
    private readonly work: ProofOfWork,
    private readonly receive: ReceiveSignUp,
    private readonly page: SignUpPage,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, this.config, 'sign-up', await this.page.view(textsFor(request, this.config)));
  }

  /** Forms on other sites cannot be stamped, and some are quicker than people are: both press once more. */
  @Post()
  async submit(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = textsFor(request, this.config);
    try {
      const form = parseInput(signUpInput, body);
      const isProven = !this.work.isAsked || (await this.work.accepts(form.altcha));
      const seconds = this.admit.secondsToWait(form.stamp, isProven);
      if (seconds > 0) {
        const notice = isProven
          ? texts.say('web.sign-up.onceMore')
          : texts.say('web.sign-up.wait', { seconds });
        return sendPage(reply, this.config, 'sign-up', await this.page.view(texts, { body, notice }));
      }
      const brought = await this.receive.run({
        form,
        via: 'web:/',
        visitor: visitorOf(request),
        texts,
        isProven,
      });
      void reply.status(303).header('location', checkMailUrl(brought)).send();
    } catch (error) {
      return this.refuse(error, texts, body, reply);
    }
  }

  /** The form again, with what was typed. */
  private async refuse(error: unknown, texts: Texts, body: unknown, reply: FastifyReply): Promise<void> {
    if (error instanceof TooManyError) {
      if (!(await this.admit.mayTryAgain(reply.request.ip))) throw error;
      const view = await this.page.view(texts, { body, notice: texts.phrase(error.message) });
      void reply.header('retry-after', error.retryAfterS);
      return sendPage(reply, this.config, 'sign-up', view, 429);
    }
    const view = await this.page.view(texts, { body, errors: faultsIn(error) });
    sendPage(reply, this.config, 'sign-up', view, 422);
  }

  @Get('check-mail')
  checkMail(@Query() told: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    sendPage(reply, this.config, 'check-mail', { told: broughtText(textsFor(request, this.config), told) });
  }
}
