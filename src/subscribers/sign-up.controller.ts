// The page readers subscribe on.
import { setTimeout as wait } from 'node:timers/promises';
import { Body, Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { textsFor } from '../platform/http/asked-language.js';
import { parseInput } from '../platform/http/parse-input.js';
import { sendPage } from '../platform/http/send-page.js';
import { DomainError } from '../shared/domain-error.js';
import { SignUp } from './sign-up.js';
import { signUpInput } from './sign-up.schema.js';
import { SignUpPage } from './sign-up-page.js';
import { visitorOf } from './visitor.js';

/** Every answer takes at least this long, so that its time says nothing about the address. */
export const EVEN_ANSWER_MS = 150;

@ApiExcludeController()
@Controller()
export class SignUpController {
  constructor(
    private readonly config: Config,
    private readonly signUp: SignUp,
    private readonly page: SignUpPage,
  ) {}

  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendPage(reply, this.config, 'sign-up', await this.page.view(textsFor(request, this.config)));
  }

  @Post()
  async submit(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const texts = textsFor(request, this.config);
    try {
      const form = parseInput(signUpInput, body);
      const visitor = visitorOf(request);
      await Promise.all([this.signUp.run({ form, via: 'web:/', visitor, texts }), wait(EVEN_ANSWER_MS)]);
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'invalid_input')) throw error;
      return sendPage(reply, this.config, 'sign-up', await this.page.view(texts, body, error.fields), 422);
    }
    void reply.status(303).header('location', '/check-mail').send();
  }

  @Get('check-mail')
  checkMail(@Res() reply: FastifyReply): void {
    sendPage(reply, this.config, 'check-mail', {});
  }
}
