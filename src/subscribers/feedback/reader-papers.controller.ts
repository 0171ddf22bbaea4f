// Past digests and saved papers, and what is said of papers there.
import { Body, Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { parseInput } from '../../platform/http/parse-input.js';
import { sendPage } from '../../platform/http/send-page.js';
import { FindReader } from '../access/find-reader.js';
import { bibtexOf } from './bibtex-of.js';
import { ACTS, GiveFeedback } from './give-feedback.js';
import { ReaderPapers } from './reader-papers.js';

const beforeOn = z.iso.date();
const feedbackInput = z.object({
  paper: z.string().max(300),
  act: z.enum(ACTS),
  page: z.enum(['history', 'saved']).default('history'),
});

@ApiExcludeController()
@Controller('p/:access')
export class ReaderPapersController {
  constructor(
    private readonly config: Config,
    private readonly findReader: FindReader,
    private readonly papers: ReaderPapers,
    private readonly give: GiveFeedback,
  ) {}

  @Get('history')
  async history(
    @Param('access') access: string,
    @Query('before') before: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    const { data } = beforeOn.safeParse(before);
    sendPage(reply, this.config, 'history', await this.papers.history(reader, data));
  }

  @Get('saved')
  async saved(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    sendPage(reply, this.config, 'saved', await this.papers.saved(reader));
  }

  @Get('saved.bib')
  async bibtex(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { subscriber } = await this.findReader.run(access, request);
    const text = bibtexOf(await this.papers.savedPapers(subscriber.id));
    void reply
      .type('application/x-bibtex; charset=utf-8')
      .header('content-disposition', 'attachment; filename="saved-papers.bib"')
      .header('cache-control', 'no-store')
      .send(text);
  }

  @Post('feedback')
  async say(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { subscriber, base } = await this.findReader.run(access, request);
    const { paper, act, page } = parseInput(feedbackInput, body);
    await this.give.run({ subscriberId: subscriber.id, paperKey: paper, act });
    const place = `${base}/${page}#paper-${encodeURIComponent(paper)}`;
    void reply.status(303).header('location', place).send();
  }
}
