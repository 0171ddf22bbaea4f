// Everything that is kept of a reader, and good-bye for good.
import { Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { sendPage } from '../../platform/http/send-page.js';
import { sessionCookie } from '../../platform/http/session-cookie.js';
import { FindReader, signedIn } from '../access/find-reader.js';
import { EraseReader } from './erase-reader.js';
import { ExportReader } from './export-reader.js';

@ApiExcludeController()
@Controller('p/:access')
export class DataController {
  constructor(
    private readonly config: Config,
    private readonly findReader: FindReader,
    private readonly exportReader: ExportReader,
    private readonly eraseReader: EraseReader,
  ) {}

  @Get('export.json')
  async export(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { subscriber } = signedIn(await this.findReader.run(access, request));
    const everything = await this.exportReader.run({ subscriberId: subscriber.id });
    void reply
      .type('application/json; charset=utf-8')
      .header('content-disposition', 'attachment; filename="everything.json"')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(everything, null, 2));
  }

  @Get('erase')
  async askErase(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { base, subscriber } = signedIn(await this.findReader.run(access, request));
    sendPage(reply, this.config, 'erase', { base, address: subscriber.address });
  }

  @Post('erase')
  @HttpCode(200)
  async erase(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { subscriber, texts } = signedIn(await this.findReader.run(access, request));
    await this.eraseReader.run({ subscriberId: subscriber.id });
    void reply.header('set-cookie', sessionCookie(this.config.http.publicUrl, null));
    sendPage(reply, this.config, 'done', {
      heading: texts.say('web.done.forgotten'),
      text: texts.say('web.done.forgottenText'),
    });
  }
}
