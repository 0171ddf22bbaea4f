// Signing in by a mailed link: a page for the address, a page with one button behind the link, and signing out.
import { Body, Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { faultsIn, parseInput } from '../../platform/http/parse-input.js';
import { sendPage } from '../../platform/http/send-page.js';
import { readSession, sessionCookie } from '../../platform/http/session-cookie.js';
import { parseEmailAddress } from '../../shared/email-address.js';
import { saying } from '../../shared/saying.js';
import { evenly } from '../even-answer.js';
import { AskToSignIn } from './ask-to-sign-in.js';
import { MYSELF } from './find-reader.js';
import { ReaderLanguage } from './reader-language.js';
import { Sessions } from './sessions.js';

const signInInput = z.object({
  email: z
    .string({ error: saying('web.errors.emailMissing') })
    .max(320, { error: saying('web.errors.emailTooLong') })
    .refine((text) => parseEmailAddress(text) !== undefined, {
      error: saying('web.errors.noEmail'),
    }),
});

@ApiExcludeController()
@Controller('sign-in')
export class SignInController {
  constructor(
    private readonly config: Config,
    private readonly ask: AskToSignIn,
    private readonly sessions: Sessions,
    private readonly language: ReaderLanguage,
  ) {}

  @Get()
  show(@Res() reply: FastifyReply): void {
    sendPage(reply, this.config, 'sign-in', { email: '', errors: {} });
  }

  @Post()
  async submit(
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      const { email } = parseInput(signInInput, body);
      await evenly(() => this.ask.run({ email, ip: request.ip }));
    } catch (error) {
      const errors = faultsIn(error);
      const typed = (body as { email?: unknown } | undefined)?.email;
      const email = typeof typed === 'string' ? typed : '';
      return sendPage(reply, this.config, 'sign-in', { email, errors }, 422);
    }
    void reply.status(303).header('location', '/sign-in/sent').send();
  }

  @Get('sent')
  sent(@Res() reply: FastifyReply): void {
    sendPage(reply, this.config, 'sign-in-sent', {});
  }

  /** Changes nothing: scanners open every link. */
  @Get(':token')
  async showButton(
    @Param('token') token: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.language.run(request, { token });
    await this.sessions.check(token);
    sendPage(reply, this.config, 'sign-in-button', { action: `/sign-in/${encodeURIComponent(token)}` });
  }

  @Post('out')
  async signOut(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { publicUrl } = this.config.http;
    await this.sessions.end({ session: readSession(publicUrl, request) });
    void reply
      .status(303)
      .header('set-cookie', sessionCookie(publicUrl, null))
      .header('location', '/')
      .send();
  }

  @Post(':token')
  async press(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const session = await this.sessions.start({ token });
    const cookie = sessionCookie(this.config.http.publicUrl, session);
    void reply.status(303).header('set-cookie', cookie).header('location', `/p/${MYSELF}`).send();
  }
}
