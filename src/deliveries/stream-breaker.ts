// When the mail servers refuse us and not the reader (SPF, DKIM, DMARC, PTR, login), nothing more is sent until one mail
// goes through again: each refusal would harm our name, and none is the reader's fault. The pause is a row that all
// processes see; one mail at a time probes whether it is over.
import { Injectable, Logger } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock } from '../shared/clock.js';
import { FaultCount } from './fault-count.js';

export interface Pause {
  reply: string;
  /** Who said so, `host:port`. */
  server: string | null;
  pausedAt: Date;
  /** When a mail to the operator was queued. */
  alertedAt: Date | null;
  probeAt: Date;
  probes: number;
}

@Injectable()
export class StreamBreaker {
  private readonly logger = new Logger('Deliveries');
  private readonly faults = new FaultCount();
  private isOpen = false;

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /** Whether this process has paused the stream itself: what it holds is not begun any more. */
  get isTripped(): boolean {
    return this.isOpen;
  }

  /** @param fault what the server said when it was ours, undefined for any other answer */
  async note(fault: string | undefined, isLogin: boolean, server?: string): Promise<void> {
    const isTooMuch = this.faults.add(performance.now(), fault !== undefined);
    if (fault === undefined || this.isOpen) return;
    this.logger.error(
      `The mail server refuses us, not the reader: ${fault}. Check SPF, DKIM, DMARC, PTR and the login.`,
    );
    if (!isTooMuch && !isLogin) return;
    this.isOpen = true;
    const now = this.clock.now();
    const begun = await this.prisma.$executeRaw`
      INSERT INTO sending_pause (reply, server, paused_at, probe_at)
      VALUES (${fault}, ${server ?? null}, ${now}::timestamptz, ${now}::timestamptz + interval '1 minute') ON CONFLICT DO NOTHING`;
    if (begun > 0)
      this.logger.error(`Sending is paused. One mail at a time tries whether it is mended; nothing is lost.`);
  }

  async read(): Promise<Pause | undefined> {
    const [pause] = await this.prisma.prepared.$queryRaw<Pause[]>`
      SELECT reply, server, paused_at AS "pausedAt", alerted_at AS "alertedAt", probe_at AS "probeAt", probes
      FROM sending_pause`;
    this.isOpen = pause !== undefined;
    return pause;
  }

  /** @returns whether it is time for one mail, and this process is the one to send it; then it is an hour at most */
  async takeProbe(): Promise<boolean> {
    const now = this.clock.now();
    const taken = await this.prisma.$executeRaw`
      UPDATE sending_pause
      SET probes = probes + 1,
          probe_at = ${now}::timestamptz + LEAST(interval '1 hour', interval '1 minute' * power(2, LEAST(probes + 1, 6)))
      WHERE probe_at <= ${now}::timestamptz`;
    return taken > 0;
  }

  /** The probe went through, or an operator says it is mended. @returns whether there was a pause */
  async resume(): Promise<boolean> {
    const ended = await this.prisma.sendingPause.deleteMany();
    this.isOpen = false;
    this.faults.clear();
    if (ended.count > 0) this.logger.log('Sending goes on.');
    return ended.count > 0;
  }
}
