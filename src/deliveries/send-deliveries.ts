// Hands mails to the mail server: claim, write, mark, hand over, settle. Two workers may be given the same ids; one of
// them gets each mail.
import { randomInt } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { throughTrouble } from '../platform/prisma/passing-trouble.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { SmtpPeer } from '../platform/smtp/smtp-peer.js';
import { Clock } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import { sendDeliveries } from './deliveries.jobs.js';
import {
  type ClaimedDelivery,
  claimDeliveries,
  dropClaimed,
  releaseClaims,
  type Settlement,
} from './deliveries.queries.js';
import { LedgerTurns, SETTLE_WITHIN_MS } from './ledger-turns.js';
import { MakeMessage, type WriteMessage } from './make-message.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { nextAttemptAt } from './retry-schedule.js';
import { Room } from './room.js';
import { workerName } from './worker-name.js';

/** Mails claimed and loaded in one go. A run holds two portions at most: one on its way, the next one written. */
export const PORTION = 25;

/** Mails that lie written and wait for a connection. */
const WRITTEN_AHEAD = 4;

export interface SendReport {
  claimed: number;
  accepted: number;
}

@Injectable()
export class SendDeliveries implements OnModuleDestroy {
  private readonly logger = new Logger('Deliveries');
  private isStopping = false;
  private readonly held = new Set<string>();
  private readonly ledger: LedgerTurns;
  /** A mail is written shortly before its turn: what waits for a connection is rows, not messages. */
  private readonly desk: Room;

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly peer: SmtpPeer,
    private readonly makeMessage: MakeMessage,
    private readonly queue: JobQueue,
  ) {
    this.ledger = new LedgerTurns(prisma, clock);
    this.desk = new Room(peer.connections + WRITTEN_AHEAD);
  }

  /** @returns how many of the ids this call got hold of, and how many of those the server took */
  async run(input: { deliveryIds: readonly string[] }): Promise<SendReport> {
    const states: (Settlement['state'] | undefined)[] = [];
    const underWay = new Set<Promise<void>>();
    const left = new Set(input.deliveryIds);
    const putBack: string[] = [];
    while (left.size > 0 && !this.isStopping) {
      const claims = await claimDeliveries(this.prisma, [...left], workerName, this.clock.now(), PORTION);
      for (const { id } of claims) this.held.add(id);
      if (claims.length > 0) failpoint('send:claimed');
      const write = await this.load(claims);
      if (claims.length > 0) failpoint('send:loaded');
      for (const claim of claims) {
        left.delete(claim.id);
        const sending = this.hold(claim, write).then((state) => {
          states.push(state);
          underWay.delete(sending);
          if (state === 'queued') putBack.push(claim.id);
        });
        underWay.add(sending);
      }
      if (claims.length < PORTION) break;
      while (underWay.size > PORTION) await Promise.race(underWay);
    }
    await Promise.all(underWay);
    if (this.isStopping) await this.passOn([...putBack, ...left]);
    return { claimed: states.length, accepted: states.filter((state) => state === 'accepted').length };
  }

  /** Ids of the deliveries this process is at work on, for the keeper of their leases. */
  get inHand(): readonly string[] {
    return [...this.held];
  }

  /** What is being handed over is finished; what is only claimed goes back to the queue. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  private async load(claims: readonly ClaimedDelivery[]): Promise<WriteMessage> {
    return this.makeMessage.load(claims).catch((error: unknown) => () => {
      throw error;
    });
  }

  /** What a failure of ours leaves undone is let go: its lease ends, and the sweep knows what to do with its state. */
  private async hold(claim: ClaimedDelivery, write: WriteMessage): Promise<Settlement['state'] | undefined> {
    try {
      await this.desk.enter();
      return await this.send(claim, write);
    } catch (error) {
      this.logger.error(`Delivery ${claim.id} is left to the sweep: ${String(error)}`);
      return undefined;
    } finally {
      this.desk.leave();
      this.held.delete(claim.id);
    }
  }

  private async send(claim: ClaimedDelivery, write: WriteMessage): Promise<Settlement['state'] | undefined> {
    const mail = await write(claim).catch((error: unknown) => {
      this.logger.error(`Delivery ${claim.id} could not be written: ${String(error)}`);
      return undefined;
    });
    if (!mail) {
      const reply = 'the mail could not be written; see the log';
      await this.settle(claim, { state: 'deferred', code: null, reply });
      return 'deferred';
    }
    const handOver = await this.peer.handOver(mail.envelope, mail.message, () => this.mayStart(claim));
    if (!handOver) return this.putBack(claim);
    failpoint('send:answered');
    if (handOver.outcome === 'accepted') this.makeMessage.recycle(mail.message);
    const result = outcomeOf(handOver);
    await this.settle(claim, result);
    if (result.verdict === 'our_fault') {
      this.logger.error(
        `The mail server refuses us, not the reader: ${result.reply}. Check SPF, DKIM, DMARC and PTR.`,
      );
    }
    return result.state;
  }

  private async mayStart(claim: ClaimedDelivery): Promise<boolean> {
    return !this.isStopping && this.ledger.mark(claim);
  }

  /** @returns `queued` for what another worker may send at once */
  private async putBack({ id, fencingToken }: ClaimedDelivery): Promise<'queued' | undefined> {
    const claims = [{ id, fencingToken }];
    const now = this.clock.now();
    failpoint('send:dropping');
    if (!this.isStopping) await throughTrouble(() => dropClaimed(this.prisma, claims, now), SETTLE_WITHIN_MS);
    failpoint('send:releasing');
    await throughTrouble(() => releaseClaims(this.prisma, claims, now), SETTLE_WITHIN_MS);
    return this.isStopping ? 'queued' : undefined;
  }

  /** Another worker need not wait for the sweep to find what this one puts back. */
  private async passOn(deliveryIds: string[]): Promise<void> {
    if (deliveryIds.length > 0) await this.queue.enqueue(sendDeliveries, { deliveryIds });
  }

  private async settle(claim: ClaimedDelivery, result: Outcome): Promise<void> {
    const chance = randomInt(1_000) / 1_000;
    await this.ledger.settle({
      id: claim.id,
      fencingToken: claim.fencingToken,
      state: result.state,
      replyCode: result.code,
      reply: result.reply,
      nextAt:
        result.state === 'deferred' ? nextAttemptAt(this.clock.now(), claim.attempts + 1, chance) : null,
      // A new address that does not exist says nothing of the one the reader has.
      suppress: result.verdict === 'suppress' && claim.kind !== 'change_address',
    });
  }
}
