// The interests page: what to read about, how much of it, and what never.
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { faultsIn } from '../../platform/http/parse-input.js';
import { sendPage } from '../../platform/http/send-page.js';
import { FindReader, type Reader } from '../access/find-reader.js';
import { ChangeInterests } from './change-interests.js';
import { ChangeLikedPapers, type LikedReport } from './change-liked-papers.js';
import { readInterests, rowsOf } from './interests.schema.js';
import { InterestsPage } from './interests-page.js';

@ApiExcludeController()
@Controller('p/:access/interests')
export class InterestsController {
  constructor(
    private readonly config: Config,
    private readonly findReader: FindReader,
    private readonly page: InterestsPage,
    private readonly change: ChangeInterests,
    private readonly papers: ChangeLikedPapers,
  ) {}

  @Get()
  async show(
    @Param('access') access: string,
    @Query('done') done: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    const notice = { notice: reader.texts.say('web.interests.saved') };
    sendPage(reply, this.config, 'interests', await this.page.view(reader, done === undefined ? {} : notice));
  }

  @Post()
  async save(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    try {
      const interests = readInterests(rowsOf(body));
      await this.change.run({ subscriberId: reader.subscriber.id, interests });
      const report = await this.papers.run({ subscriberId: reader.subscriber.id, body });
      if (report.taken + report.unknown.length > 0) return await this.tell(reply, reader, report);
    } catch (error) {
      const view = await this.page.view(reader, { body: body ?? {}, errors: faultsIn(error) });
      return sendPage(reply, this.config, 'interests', view, 422);
    }
    void reply.status(303).header('location', `${reader.base}/interests?done=1`).send();
  }

  /** What was taken of what she pasted; what we do not have stays where she can see it. */
  private async tell(reply: FastifyReply, reader: Reader, { taken, unknown }: LikedReport): Promise<void> {
    const { texts } = reader;
    const notice = [
      texts.say('web.interests.saved'),
      texts.say('web.interests.papersTaken', { taken }),
      ...(unknown.length > 0 ? [texts.say('web.interests.papersUnknown', { ids: unknown.join(', ') })] : []),
    ].join(' ');
    const view = await this.page.view(reader, { notice, papers: unknown.join('\n') });
    sendPage(reply, this.config, 'interests', view);
  }
}
