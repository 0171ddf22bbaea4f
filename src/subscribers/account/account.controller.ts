// The account page, and the way to another address.
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { faultsIn, parseInput } from '../../platform/http/parse-input.js';
import { sendPage } from '../../platform/http/send-page.js';
import { saying } from '../../shared/saying.js';
import { AskToSignIn } from '../access/ask-to-sign-in.js';
import { FindReader, type Reader, signedIn } from '../access/find-reader.js';
import { evenly } from '../even-answer.js';
import { ChangeAddress } from './change-address.js';

const addressInput = z.object({
  email: z
    .string({ error: saying('web.errors.newEmailMissing') })
    .max(320, { error: saying('web.errors.emailTooLong') }),
});

@ApiExcludeController()
@Controller('p/:access')
export class AccountController {
  constructor(
    private readonly config: Config,
    private readonly findReader: FindReader,
    private readonly askToSignIn: AskToSignIn,
    private readonly changeAddress: ChangeAddress,
  ) {}

  @Get('account')
  async show(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    this.send(reply, await this.findReader.run(access, request));
  }

  /** To her own address, which need not be typed. */
  @Post('sign-in')
  async signIn(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { subscriber } = await this.findReader.run(access, request);
    await this.askToSignIn.run({ email: subscriber.address, ip: request.ip });
    void reply.status(303).header('location', '/sign-in/sent').send();
  }

  @Post('address')
  @HttpCode(200)
  async askForAddress(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = signedIn(await this.findReader.run(access, request));
    try {
      const { email } = parseInput(addressInput, body);
      await evenly(() => this.changeAddress.ask({ subscriberId: reader.subscriber.id, email }));
    } catch (error) {
      const errors = faultsIn(error);
      const typed = (body as { email?: unknown } | undefined)?.email;
      return this.send(reply, reader, {
        email: typeof typed === 'string' ? typed : '',
        errors,
      });
    }
    sendPage(reply, this.config, 'done', {
      heading: reader.texts.say('web.done.addressAsked'),
      text: reader.texts.say('web.done.addressAskedText'),
    });
  }

  private send(
    reply: FastifyReply,
    { base, isSignedIn, subscriber }: Reader,
    shown: { email: string; errors: { email?: string } } = { email: '', errors: {} },
  ): void {
    const status = shown.errors.email === undefined ? 200 : 422;
    const view = { base, isSignedIn, address: subscriber.address, ...shown };
    sendPage(reply, this.config, 'account', view, status);
  }
}
