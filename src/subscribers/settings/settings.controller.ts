// The settings page: how often, when, how many, how strictly; and the pause.
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { faultsIn, parseInput } from '../../platform/http/parse-input.js';
import { sendPage } from '../../platform/http/send-page.js';
import { FindReader, type Reader } from '../access/find-reader.js';
import { ChangeSettings } from './change-settings.js';
import { Pause } from './pause.js';
import { pauseInput, settingsInput } from './settings.schema.js';
import { SettingsPage } from './settings-page.js';

/** What was done, by the word its redirect brings. */
const NOTICES: Readonly<Record<string, string>> = {
  settings: 'web.settings.saved',
  pause: 'web.settings.pauseStarted',
  resume: 'web.settings.pauseEnded',
};

@ApiExcludeController()
@Controller('p/:access')
export class SettingsController {
  constructor(
    private readonly config: Config,
    private readonly findReader: FindReader,
    private readonly page: SettingsPage,
    private readonly change: ChangeSettings,
    private readonly pause: Pause,
  ) {}

  @Get()
  async show(
    @Param('access') access: string,
    @Query('done') done: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    const notice = typeof done === 'string' && Object.hasOwn(NOTICES, done) ? NOTICES[done] : undefined;
    const view = await this.page.view(
      reader,
      notice === undefined ? {} : { notice: reader.texts.say(notice) },
    );
    sendPage(reply, this.config, 'settings', view);
  }

  @Post()
  async save(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    await this.answer(reply, reader, 'settings', body, () =>
      this.change.run({ subscriberId: reader.subscriber.id, settings: parseInput(settingsInput, body) }),
    );
  }

  @Post('pause')
  async startPause(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    await this.answer(reply, reader, 'pause', body, () =>
      this.pause.start({ subscriberId: reader.subscriber.id, ...parseInput(pauseInput, body) }),
    );
  }

  @Post('resume')
  async endPause(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    await this.answer(reply, reader, 'resume', {}, () =>
      this.pause.end({ subscriberId: reader.subscriber.id }),
    );
  }

  /** Back to the page: with a notice, or with what was typed and what does not fit. */
  private async answer(
    reply: FastifyReply,
    reader: Reader,
    done: string,
    body: unknown,
    act: () => Promise<void>,
  ): Promise<void> {
    try {
      await act();
    } catch (error) {
      const view = await this.page.view(reader, { body, errors: faultsIn(error) });
      return sendPage(reply, this.config, 'settings', view, 422);
    }
    void reply.status(303).header('location', `${reader.base}?done=${done}`).send();
  }
}
