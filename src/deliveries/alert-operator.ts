// Tells the operator by mail that sending is paused: once a pause. The mail is a row of the ledger like any other. It is
// tried once by a server that did not refuse us, if there is one; else it waits with all the others for the end of the
// pause. Meanwhile the health check, the admin API and the metrics tell.
import { Injectable, Logger } from '@nestjs/common';
import { Config } from '../config/config.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SmtpPeer } from '../platform/smtp/smtp-peer.js';
import { Clock } from '../shared/clock.js';
import { claimDeliveries, markHandingOver, releaseClaims, settleDeliveries } from './deliveries.queries.js';
import { MakeMessage } from './make-message.js';
import { outcomeOf } from './outcome.js';
import { queueDeliveries } from './queue-delivery.js';
import { nextAttemptAt } from './retry-schedule.js';
import { workerName } from './worker-name.js';

@Injectable()
export class AlertOperator {
  private readonly logger = new Logger('Deliveries');

  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly peer: SmtpPeer,
    private readonly makeMessage: MakeMessage,
  ) {}

  /** @returns whether there was something to tell */
  async run(): Promise<boolean> {
    const alert = await this.queue();
    if (!alert) return false;
    const { id, server } = alert;
    if (server !== null && this.peer.hasBesides(server)) await this.tryBesides(server, id);
    return true;
  }

  /** No more than one an hour, should the pause come and go. */
  private async queue(): Promise<{ id: string; server: string | null } | undefined> {
    const now = this.clock.now();
    return this.prisma.$transaction(async (transaction) => {
      const [pause] = await transaction.$queryRaw<{ reply: string; server: string | null }[]>`
        UPDATE sending_pause SET alerted_at = ${now}::timestamptz
        WHERE alerted_at IS NULL AND NOT EXISTS (
          SELECT 1 FROM deliveries
          WHERE kind = 'alert' AND subscriber_id IS NULL AND created_at > ${now}::timestamptz - interval '1 hour')
        RETURNING reply, server`;
      if (!pause) return undefined;
      const waiting = await transaction.delivery.count({
        where: { state: { in: ['queued', 'claimed', 'deferred'] } },
      });
      const alert = {
        kind: 'alert' as const,
        recipient: this.config.mail.owner,
        details: { paused: { ...pause, waiting } },
      };
      const [id = ''] = await queueDeliveries(transaction, this.config, now, [alert]);
      return { id, server: pause.server };
    });
  }

  private async tryBesides(server: string, id: string): Promise<void> {
    const now = this.clock.now();
    const [claim] = await claimDeliveries(this.prisma, [id], workerName, now);
    if (!claim) return;
    const write = await this.makeMessage.load([claim]);
    const { envelope, message } = await write(claim);
    const mayStart = async () => (await markHandingOver(this.prisma, [claim], now)).has(id);
    const handOver = await this.peer.handOver(envelope, message, mayStart, server);
    if (!handOver) return releaseClaims(this.prisma, [claim], now);
    const { state, code, reply } = outcomeOf(handOver);
    const nextAt = state === 'deferred' ? nextAttemptAt(this.clock.now(), claim.attempts + 1, 0.5) : null;
    const settlement = { ...claim, state, replyCode: code, reply, nextAt, suppress: false };
    await settleDeliveries(this.prisma, [settlement], workerName, this.clock.now());
    const by = handOver.server ?? 'another server';
    if (state === 'accepted') this.logger.log(`The operator was told by ${by}.`);
    else this.logger.error(`The operator could not be told by ${by}: ${reply}`);
  }
}
