// The live preview: the page a reader is filling in, with what she typed and what it would have brought her. The page's own
// script takes out of it what is new.
import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import type { Texts } from '../language/texts.js';
import { textsFor } from '../platform/http/asked-language.js';
import { faultsIn } from '../platform/http/parse-input.js';
import { sendPage } from '../platform/http/send-page.js';
import { FindReader } from '../subscribers/access/find-reader.js';
import { InterestsPage } from '../subscribers/settings/interests-page.js';
import { SignUpPage } from '../subscribers/sign-up-page.js';
import { TooManyError } from '../shared/domain-error.js';
import type { PreviewView } from '../platform/http/preview-view.js';
import { PreviewInterests } from './preview-interests.js';

interface Outcome {
  status: number;
  preview?: PreviewView;
  notice?: string;
  errors?: Readonly<Record<string, string>>;
}

@ApiExcludeController()
@Controller()
export class PreviewController {
  constructor(
    private readonly config: Config,
    private readonly previews: PreviewInterests,
    private readonly signUpPage: SignUpPage,
    private readonly findReader: FindReader,
    private readonly interestsPage: InterestsPage,
  ) {}

  @Post('preview')
  @HttpCode(200)
  async forVisitor(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = textsFor(request, this.config);
    const outcome = await this.outcome(reply, texts, () => this.previews.ofVisitor(body, request.ip, texts));
    const view = await this.signUpPage.view(texts, { ...outcome, body: body ?? {} });
    sendPage(reply, this.config, 'sign-up', view, outcome.status);
  }

  @Post('p/:access/interests/preview')
  @HttpCode(200)
  async forReader(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    const outcome = await this.outcome(reply, reader.texts, () =>
      this.previews.ofReader(reader, body, request.ip),
    );
    const view = await this.interestsPage.view(reader, { ...outcome, body: body ?? {} });
    sendPage(reply, this.config, 'interests', view, outcome.status);
  }

  private async outcome(
    reply: FastifyReply,
    texts: Texts,
    look: () => Promise<PreviewView>,
  ): Promise<Outcome> {
    try {
      return { status: 200, preview: await look() };
    } catch (error) {
      if (error instanceof TooManyError) {
        void reply.header('retry-after', error.retryAfterS);
        return { status: 429, notice: texts.phrase(error.message) };
      }
      return { status: 422, errors: faultsIn(error) };
    }
  }
}
