// Hands mails to the mail server: claim, write, mark, hand over, settle. Two workers may be given the same ids; one of
// them gets each mail.
import { randomInt } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SmtpPeer } from '../platform/smtp/smtp-peer.js';
import { Clock } from '../shared/clock.js';
import {
  type ClaimedDelivery,
  claimDeliveries,
  dropClaimed,
  markHandingOver,
  releaseClaims,
  type Settlement,
  settleDeliveries,
} from './deliveries.queries.js';
import { GroupCommit } from './group-commit.js';
import { MakeMessage } from './make-message.js';
import { outcomeOf } from './outcome.js';
import { nextAttemptAt } from './retry-schedule.js';
import { SuppressAddress } from './suppress-address.js';
import { workerName } from './worker-name.js';

export interface SendReport {
  claimed: number;
  accepted: number;
}

@Injectable()
export class SendDeliveries implements OnModuleDestroy {
  private readonly logger = new Logger('Deliveries');
  private isStopping = false;
  private readonly held = new Set<string>();
  private readonly marks: GroupCommit<ClaimedDelivery, boolean>;
  private readonly settlements: GroupCommit<Settlement, undefined>;

  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly peer: SmtpPeer,
    private readonly makeMessage: MakeMessage,
    private readonly suppress: SuppressAddress,
  ) {
    this.marks = new GroupCommit(async (claims) => {
      const ids = claims.map(({ id, fencingToken }) => ({ id, fencingToken }));
      const marked = await markHandingOver(prisma, ids, clock.now());
      return claims.map(({ id }) => marked.has(id));
    });
    this.settlements = new GroupCommit<Settlement, undefined>(async (settlements) => {
      await settleDeliveries(prisma, settlements, workerName, clock.now());
      return settlements.map(() => undefined);
    });
  }

  /** @returns how many of the ids this call got hold of, and how many of those the server took */
  async run(input: { deliveryIds: readonly string[] }): Promise<SendReport> {
    const claims = await claimDeliveries(this.prisma, input.deliveryIds, workerName, this.clock.now());
    const outcomes = await Promise.all(claims.map((claim) => this.hold(claim)));
    return { claimed: claims.length, accepted: outcomes.filter((state) => state === 'accepted').length };
  }

  /** Ids of the deliveries this process is at work on, for the keeper of their leases. */
  get inHand(): readonly string[] {
    return [...this.held];
  }

  /** What is being handed over is finished; what is only claimed goes back to the queue. */
  onModuleDestroy(): void {
    this.isStopping = true;
  }

  /** What a failure of ours leaves undone is let go: its lease ends, and the sweep knows what to do with its state. */
  private async hold(claim: ClaimedDelivery): Promise<Settlement['state'] | undefined> {
    this.held.add(claim.id);
    try {
      return await this.send(claim);
    } catch (error) {
      this.logger.error(`Delivery ${claim.id} is left to the sweep: ${String(error)}`);
      return undefined;
    } finally {
      this.held.delete(claim.id);
    }
  }

  private async send(claim: ClaimedDelivery): Promise<Settlement['state'] | undefined> {
    const mail = await this.makeMessage.run(claim).catch((error: unknown) => {
      this.logger.error(`Delivery ${claim.id} could not be written: ${String(error)}`);
      return undefined;
    });
    if (!mail) {
      await this.settle(claim, {
        state: 'deferred',
        code: null,
        reply: 'the mail could not be written; see the log',
      });
      return 'deferred';
    }
    const handOver = await this.peer.handOver(mail.envelope, mail.message, () => this.mayStart(claim));
    if (!handOver) {
      await this.putBack(claim);
      return undefined;
    }
    const result = outcomeOf(handOver);
    await this.settle(claim, result);
    // A new address that does not exist says nothing of the one the reader has.
    if (result.verdict === 'suppress' && claim.kind !== 'change_address') {
      await this.suppress.run({
        subscriberId: claim.subscriberId,
        reason: 'hard_bounce',
        detail: result.reply,
      });
    }
    if (result.verdict === 'our_fault') {
      this.logger.error(
        `The mail server refuses us, not the reader: ${result.reply}. Check SPF, DKIM, DMARC and PTR.`,
      );
    }
    return result.state;
  }

  private async mayStart(claim: ClaimedDelivery): Promise<boolean> {
    return !this.isStopping && this.marks.add(claim);
  }

  private async putBack({ id, fencingToken }: ClaimedDelivery): Promise<void> {
    if (this.isStopping) await releaseClaims(this.prisma, [{ id, fencingToken }]);
    else await dropClaimed(this.prisma, [{ id, fencingToken }], this.clock.now());
  }

  private async settle(
    claim: ClaimedDelivery,
    result: { state: Settlement['state']; code: number | null; reply: string },
  ): Promise<void> {
    const chance = randomInt(1_000) / 1_000;
    await this.settlements.add({
      id: claim.id,
      fencingToken: claim.fencingToken,
      state: result.state,
      replyCode: result.code,
      reply: result.reply,
      nextAt:
        result.state === 'deferred' ? nextAttemptAt(this.clock.now(), claim.attempts + 1, chance) : null,
    });
  }
}
