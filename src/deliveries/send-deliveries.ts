// Hands mails to the mail server: claim, write, mark, hand over, settle. Two workers may be given the same ids; one of
// them gets each mail. A job does not wait for a server that takes its time: such mails keep their connections and leases,
// and are settled when their conversations end.
import { randomInt } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { DeliveryKind } from '../generated/prisma/enums.js';
import { throughTrouble } from '../platform/prisma/passing-trouble.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import type { HandOver } from '../platform/smtp/hand-over.js';
import { SmtpPeer } from '../platform/smtp/smtp-peer.js';
import { Clock, plusMs, SECOND } from '../shared/clock.js';
import { failpoint } from '../shared/failpoint.js';
import { sendDeliveries } from './deliveries.jobs.js';
import {
  type ClaimedDelivery,
  claimDeliveries,
  dropClaimed,
  postponeClaims,
  releaseClaims,
  type Settlement,
} from './deliveries.queries.js';
import { GroupCommit } from './group-commit.js';
import { LedgerTurns, SETTLE_WITHIN_MS } from './ledger-turns.js';
import { MailsUnderWay } from './mails-under-way.js';
import { MakeMessage, type WriteMessage } from './make-message.js';
import { type Outcome, outcomeOf } from './outcome.js';
import { nextAttemptAt } from './retry-schedule.js';
import { SendingLimits } from './sending-limits.js';
import { workerName } from './worker-name.js';

/** Mails claimed and loaded in one go. A run holds two portions at most: one on its way, the next one written. */
export const PORTION = 50;

/** A job waits so long for an answer. There are no more mails let go than connections: each has one. */
const LET_GO_MS = 2_000;

type Held = ClaimedDelivery & { isProbe: boolean; letGo: () => void };

/** Mails to another address than their reader's own. */
const ELSEWHERE: ReadonlySet<DeliveryKind> = new Set([
  'change_address',
  'address_changed',
  'erased',
  'alert',
]);

export interface SendReport {
  claimed: number;
  /** So far. */
  accepted: number;
}

@Injectable()
export class SendDeliveries implements OnModuleDestroy {
  private readonly logger = new Logger('Deliveries');
  private isStopping = false;
  /** Delivery id → fencing token: what was lost to another, and came back, is not what is let go of. */
  private readonly held = new Map<string, number>();
  private readonly underWay = new MailsUnderWay();
  private readonly ledger: LedgerTurns;
  private readonly limits: SendingLimits;
  private readonly postponed: GroupCommit<ClaimedDelivery, undefined>;

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly peer: SmtpPeer,
    private readonly makeMessage: MakeMessage,
    private readonly queue: JobQueue,
  ) {
    this.ledger = new LedgerTurns(prisma, clock);
    this.limits = new SendingLimits(prisma, clock, peer);
    this.postponed = new GroupCommit(async (claims) => {
      const until = plusMs(clock.now(), randomInt(15 * SECOND, 45 * SECOND));
      await throughTrouble(() => postponeClaims(prisma.prepared, claims, until), SETTLE_WITHIN_MS);
      await this.limits.giveBack(claims.length);
      return claims.map(() => undefined);
    });
  }

  /** @returns how many of the ids this call got hold of, and how many of those the server has taken so far */
  async run(input: { deliveryIds: readonly string[] }): Promise<SendReport> {
    const report = { claimed: 0, accepted: 0 };
    const underWay = new MailsUnderWay();
    const left = new Set(input.deliveryIds);
    const putBack: string[] = [];
    while (left.size > 0 && !this.isStopping) {
      const { mails, isProbe } = await this.limits.allowance(Math.min(PORTION, left.size));
      if (mails === 0) break;
      const claims = await claimDeliveries(
        this.prisma.prepared,
        [...left],
        workerName,
        this.clock.now(),
        mails,
      );
      if (claims.length < mails) await this.limits.giveBack(mails - claims.length);
      report.claimed += claims.length;
      for (const { id, fencingToken } of claims) this.held.set(id, fencingToken);
      if (claims.length > 0) failpoint('send:claimed');
      const write = await this.load(claims);
      if (claims.length > 0) failpoint('send:loaded');
      for (const claim of claims) {
        left.delete(claim.id);
        underWay.add((letGo) => {
          const ended = this.hold({ ...claim, isProbe, letGo }, write).then((state) => {
            if (state === 'accepted') report.accepted += 1;
            if (state === 'queued') putBack.push(claim.id);
          });
          this.underWay.add(() => ended);
          return ended;
        });
      }
      if (claims.length < mails) break;
      await underWay.downTo(isProbe ? 0 : PORTION);
    }
    await underWay.downTo(0);
    if (this.isStopping) await this.passOn([...putBack, ...left]);
    return report;
  }

  /** Ids of the deliveries this process is at work on, for the keeper of their leases. */
  get inHand(): readonly string[] {
    return [...this.held.keys()];
  }

  /** What is being handed over is finished; what is only claimed goes back to the queue. */
  onModuleDestroy(): void {
    this.isStopping = true;
    this.limits.close();
  }

  /** Resolves when nothing is under way any more, let go or not. */
  async finish(): Promise<void> {
    await this.underWay.downTo(0);
  }

  private async load(claims: readonly ClaimedDelivery[]): Promise<WriteMessage> {
    return this.makeMessage.load(claims).catch((error: unknown) => () => {
      throw error;
    });
  }

  /** What a failure of ours leaves undone is let go: its lease ends, and the sweep knows what to do with its state. */
  private async hold(claim: Held, write: WriteMessage): Promise<Settlement['state'] | undefined> {
    try {
      if (!(await this.limits.enter(claim.recipient))) return await this.postpone(claim);
      let handOver: HandOver | undefined;
      try {
        return await this.send(claim, write, (answer) => (handOver = answer));
      } finally {
        this.limits.leave(claim.recipient, handOver);
      }
    } catch (error) {
      this.logger.error(`Delivery ${claim.id} is left to the sweep: ${String(error)}`);
      return undefined;
    } finally {
      if (this.held.get(claim.id) === claim.fencingToken) this.held.delete(claim.id);
    }
  }

  private async send(
    claim: Held,
    write: WriteMessage,
    hear: (answer: HandOver) => void,
  ): Promise<Settlement['state'] | undefined> {
    if (this.isHeldBack(claim)) return this.putBack(claim);
    const mail = await write(claim).catch((error: unknown) => {
      this.logger.error(`Delivery ${claim.id} could not be written: ${String(error)}`);
      return undefined;
    });
    if (!mail) {
      const reply = 'the mail could not be written; see the log';
      await this.settle(claim, { state: 'deferred', code: null, reply });
      return 'deferred';
    }
    let [isAsked, hasBegun] = [false, false];
    let patience: NodeJS.Timeout | undefined;
    const handOver = await this.peer.handOver(mail.envelope, mail.message, async () => {
      isAsked = true;
      hasBegun = !this.isHeldBack(claim) && (await this.ledger.mark(claim));
      if (!hasBegun) return false;
      this.limits.ask(claim.recipient);
      patience = setTimeout(claim.letGo, LET_GO_MS);
      return true;
    });
    clearTimeout(patience);
    if (hasBegun) this.limits.heard(claim.recipient);
    if (!handOver) return isAsked ? this.putBack(claim) : this.postpone(claim);
    failpoint('send:answered');
    hear(handOver);
    if (handOver.outcome === 'accepted') this.makeMessage.recycle(mail.message);
    const result = outcomeOf(handOver);
    await this.settle(claim, result);
    await this.limits.learn(handOver, result, claim.isProbe);
    return result.state;
  }

  private isHeldBack({ isProbe }: Held): boolean {
    return this.isStopping || (this.limits.breaker.isTripped && !isProbe);
  }

  /** Its domain or its server takes no more for now: it waits a little, as a row. */
  private async postpone(claim: Held): Promise<'queued' | undefined> {
    if (this.isStopping) return this.putBack(claim);
    await this.postponed.add(claim);
    return undefined;
  }

  /** @returns `queued` for what another worker may send at once */
  private async putBack({ id, fencingToken }: ClaimedDelivery): Promise<'queued' | undefined> {
    const claims = [{ id, fencingToken }];
    const now = this.clock.now();
    failpoint('send:dropping');
    if (!this.isStopping)
      await throughTrouble(() => dropClaimed(this.prisma.prepared, claims, now), SETTLE_WITHIN_MS);
    failpoint('send:releasing');
    await throughTrouble(() => releaseClaims(this.prisma.prepared, claims, now), SETTLE_WITHIN_MS);
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
      // Servers repeat the address, and of who is erased nothing is kept.
      reply: claim.kind === 'erased' ? null : result.reply,
      nextAt:
        result.state === 'deferred' ? nextAttemptAt(this.clock.now(), claim.attempts + 1, chance) : null,
      // An address that she does not have yet, or no longer, says nothing of the one she has.
      suppress: result.verdict === 'suppress' && !ELSEWHERE.has(claim.kind),
    });
  }
}
