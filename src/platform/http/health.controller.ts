// For whoever watches the service: is it alive, and can it do its work?
import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Config } from '../../config/config.js';
import { HealthNotes } from './health-notes.js';
import { PrismaService } from '../prisma/prisma.service.js';
import { JobQueue } from '../queue/job-queue.js';
import { alignmentNote } from '../smtp/dmarc-alignment.js';
import { SmtpPeer } from '../smtp/smtp-peer.js';

type Check = 'ok' | string;

/** A web process without SMTP_URL knows no server: the mailbox is with the workers. */
const OK_ELSEWHERE = 'left to the workers';

@ApiTags('health')
@Controller('health')
export class HealthController {
  /** SMTP servers do not like to be greeted every second. */
  private smtp: { check: Promise<Check>; checkedAt: number } | undefined;

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly queue: JobQueue,
    private readonly peer: SmtpPeer,
    private readonly notes: HealthNotes,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'The process answers.' })
  live() {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    summary:
      'Database, queue and mail server answer; 503 and the reason when one does not. A source of papers that is down, mail that is paused because the mail server refuses us, or signed by a domain that is not that of MAIL_FROM, is told, and is no reason.',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const [database, queue, smtp] = await Promise.all([
      this.attempt(() => this.prisma.$queryRaw`SELECT 1`),
      this.attempt(() => this.reachQueue()),
      this.smtpCheck(),
    ]);
    const isReady = [database, queue].every((check) => check === 'ok') && [OK_ELSEWHERE, 'ok'].includes(smtp);
    reply.status(isReady ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    const sources = database === 'ok' ? await this.notes.read().catch(() => ({})) : {};
    const sending = database === 'ok' ? await this.sendingCheck() : 'unknown';
    return { status: isReady ? 'ok' : 'unavailable', database, queue, smtp, sending, sources };
  }

  private async sendingCheck(): Promise<Check> {
    const pause = await this.prisma.sendingPause.findFirst();
    if (!pause) return alignmentNote(this.config) ?? 'ok';
    const by = pause.server === null ? '' : ` by ${pause.server}`;
    return `paused since ${pause.pausedAt.toISOString()}; refused${by}: ${pause.reply}`;
  }

  private async reachQueue(): Promise<void> {
    if (!(await this.queue.isReachable('digests'))) throw new Error('does not answer');
  }

  private async smtpCheck(): Promise<Check> {
    const { role, mailboxDir } = this.config;
    if (role === 'web' && mailboxDir !== undefined) return OK_ELSEWHERE;
    const now = performance.now();
    if (!this.smtp || now - this.smtp.checkedAt > 15_000) {
      this.smtp = { check: this.attempt(() => this.peer.verify()), checkedAt: now };
    }
    return this.smtp.check;
  }

  private async attempt(act: () => Promise<unknown>): Promise<Check> {
    try {
      await act();
      return 'ok';
    } catch (error) {
      return (
        (error instanceof Error ? error.message : String(error)).split('\n').at(-1)?.slice(0, 200) ?? 'failed'
      );
    }
  }
}
