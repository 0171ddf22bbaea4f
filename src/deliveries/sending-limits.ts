// How much may be sent now: nothing while the stream is paused but one mail to try, so many a day while the sender warms
// up, and to each recipient domain no more than it bears.
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import type { HandOver } from '../platform/smtp/hand-over.js';
import type { SmtpPeer } from '../platform/smtp/smtp-peer.js';
import type { Clock } from '../shared/clock.js';
import type { Treatment } from './domain-gate.js';
import { DomainGates } from './domain-gates.js';
import type { Outcome } from './outcome.js';
import { StreamBreaker } from './stream-breaker.js';
import { WarmUp } from './warm-up.js';

/** A mail is written shortly before its turn, and so many lie written and wait for a connection: the others are rows. */
const WRITTEN_AHEAD = 4;

export interface Allowance {
  /** Mails that may be claimed. */
  mails: number;
  /** The one mail that tries whether a pause is over. */
  isProbe: boolean;
}

export class SendingLimits {
  readonly breaker: StreamBreaker;
  private readonly gates: DomainGates;
  private readonly warmUp: WarmUp;

  constructor(prisma: PrismaService, clock: Clock, peer: Pick<SmtpPeer, 'connections' | 'warmUpFrom'>) {
    this.breaker = new StreamBreaker(prisma, clock);
    this.gates = new DomainGates(peer.connections, WRITTEN_AHEAD);
    this.warmUp = new WarmUp(prisma, clock, peer.warmUpFrom);
  }

  async allowance(wanted: number): Promise<Allowance> {
    const pause = await this.breaker.read();
    if (pause) return { mails: (await this.breaker.takeProbe()) ? 1 : 0, isProbe: true };
    return { mails: await this.warmUp.take(wanted), isProbe: false };
  }

  /** For what was allowed and not begun. */
  async giveBack(mails: number): Promise<void> {
    await this.warmUp.giveBack(mails);
  }

  /** @returns false when the mail should come back later. After true, `leave` must follow. */
  enter(recipient: string): Promise<boolean> {
    return this.gates.enter(domainOf(recipient));
  }

  leave(recipient: string, handOver: HandOver | undefined): void {
    this.gates.leave(domainOf(recipient), handOver && treatmentOf(handOver));
  }

  async learn(handOver: HandOver, { verdict, reply }: Outcome, isProbe: boolean): Promise<void> {
    if (isProbe && handOver.outcome === 'accepted') await this.breaker.resume();
    const isLogin = handOver.outcome === 'not_taken' && handOver.because === 'login';
    await this.breaker.note(verdict === 'our_fault' || isLogin ? reply : undefined, isLogin, handOver.server);
  }

  close(): void {
    this.gates.close();
  }
}

function domainOf(recipient: string): string {
  return recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase();
}

/** 421 and 4.7.x (RFC 3463) ask for less; other answers are about this mail or this reader. */
function treatmentOf(handOver: HandOver): Treatment {
  if (handOver.outcome === 'accepted') return 'well';
  if (handOver.outcome === 'refused')
    return handOver.code === 421 || SLOWER.test(handOver.reply) ? 'slow' : 'well';
  return handOver.because === 'silence' ? 'silent' : 'well';
}

const SLOWER = /^4\d\d[ -]4\.7\.\d/;
