// The library page: paste or upload what a reference manager exports, see what was taken, remove it again.
import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Config } from '../../config/config.js';
import { authorsText } from '../../mails/wording.js';
import { parseInput } from '../../platform/http/parse-input.js';
import { sendPage } from '../../platform/http/send-page.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { FindReader, type Reader } from '../access/find-reader.js';
import { FetchZotero, MOST_ITEMS } from './fetch-zotero.js';
import { KeepLibrary } from './keep-library.js';
import { reportText } from './report-text.js';

const SHOWN = 100;
const libraryInput = z.object({ text: z.string().default(''), file: z.string().default('') });
const zoteroInput = z.object({ zotero: z.string().max(300).catch('').default('') });
const removeInput = z.object({ entry: z.uuid().optional() });

@ApiExcludeController()
@Controller('p/:access/library')
export class LibraryController {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly findReader: FindReader,
    private readonly library: KeepLibrary,
    private readonly zotero: FetchZotero,
  ) {}

  @Get()
  async show(
    @Param('access') access: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.send(reply, await this.findReader.run(access, request), {});
  }

  @Post()
  async take(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    const { text, file } = parseInput(libraryInput, body);
    const given = [file, text].filter((part) => part.trim() !== '');
    if (given.length === 0) {
      const error = saying('web.errors.chooseFile');
      return this.send(reply, reader, { error }, 422);
    }
    const faults: { line: number; message: string }[] = [];
    const sentences: string[] = [];
    let added = 0;
    for (const part of given) {
      const report = await this.library.run({ subscriberId: reader.subscriber.id, text: part });
      sentences.push(reportText(reader.texts, report));
      faults.push(...report.faults);
      added += report.read;
    }
    const shown = { notice: sentences.join(' '), faults, ...(added === 0 && { text }) };
    await this.send(reply, reader, shown, added === 0 ? 422 : 200);
  }

  @Post('zotero')
  @HttpCode(200)
  async takeFromZotero(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.findReader.run(access, request);
    const subscriberId = reader.subscriber.id;
    const { zotero } = parseInput(zoteroInput, body);
    try {
      const { text, isCut } = await this.zotero.run({ subscriberId, library: zotero });
      const report = await this.library.run({ subscriberId, text });
      const sentences = [
        reportText(reader.texts, report),
        ...(isCut ? [reader.texts.say('web.zotero.cut', { most: MOST_ITEMS })] : []),
      ];
      await this.send(reply, reader, { notice: sentences.join(' '), faults: report.faults });
    } catch (error) {
      if (!(error instanceof DomainError && ['invalid_input', 'too_many'].includes(error.code))) throw error;
      const zoteroError = reader.texts.phrase(error.message);
      await this.send(reply, reader, { zotero, zoteroError }, error.code === 'too_many' ? 429 : 422);
    }
  }

  @Post('remove')
  async remove(
    @Param('access') access: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { subscriber, base } = await this.findReader.run(access, request);
    const { entry } = parseInput(removeInput, body);
    await this.library.remove({
      subscriberId: subscriber.id,
      ...(entry !== undefined && { entryId: entry }),
    });
    void reply.status(303).header('location', `${base}/library`).send();
  }

  private async send(
    reply: FastifyReply,
    { base, isSignedIn, subscriber, texts }: Reader,
    shown: {
      notice?: string;
      error?: string;
      zotero?: string;
      zoteroError?: string;
      text?: string;
      faults?: { line: number; message: string }[];
    },
    status = 200,
  ): Promise<void> {
    const where = { subscriberId: subscriber.id };
    const entries = await this.prisma.libraryEntry.findMany({
      where,
      orderBy: [{ addedAt: 'desc' }, { title: 'asc' }],
      take: SHOWN,
    });
    const view = {
      base,
      isSignedIn,
      text: '',
      zotero: '',
      faults: [],
      ...shown,
      count: await this.prisma.libraryEntry.count({ where }),
      entries: entries.map(({ id, title, authors, year, paperKey }) => ({
        id,
        title,
        byline: [authorsText(authors, texts), year === null ? '' : String(year)].filter(Boolean).join(', '),
        isKnown: paperKey !== null,
      })),
    };
    sendPage(reply, this.config, 'library', view, status);
  }
}
