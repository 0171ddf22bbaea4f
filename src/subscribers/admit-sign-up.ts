// Whether a sign-up is let in at all: decided by where it comes from and by how much there is of it, never by what is
// known of the address.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { networkOf } from '../platform/limits/network-of.js';
import { RateLimits } from '../platform/limits/rate-limits.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import { Clock, DAY, SECOND } from '../shared/clock.js';
import { TooManyError } from '../shared/domain-error.js';
import type { EmailAddress } from '../shared/email-address.js';
import { readInstant, signInstant } from '../shared/signed-instant.js';
import { addressHash } from '../shared/signed-link.js';

/** More than this for one address is answered like any other and costs no more than the counting. */
const TRIES = [{ most: 10, withinS: 3_600 }];

/** Without scripts no work can be proven: then patience takes its place, and a smaller number for each network. */
const UNPROVEN_SECONDS = 15;
const UNPROVEN = [{ most: 5, withinS: 3_600 }];

/** The whole form costs more than a sentence. */
const REFUSALS = [{ most: 20, withinS: 3_600 }];

@Injectable()
export class AdmitSignUp {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly limits: RateLimits,
    private readonly secretKey: SecretKey,
  ) {}

  /** When a form was opened, to be sent back with it. */
  stamp(): string {
    return signInstant(this.secretKey.value, this.clock.now());
  }

  /** @returns whether it is a stamp of ours, of the last day */
  isStamp(stamp: string): boolean {
    return this.openMs(stamp) <= DAY;
  }

  /** @returns the seconds until a person may have filled in the form; who proves no work takes longer */
  secondsToWait(stamp: string, isProven: boolean): number {
    const { fillSeconds } = this.config.abuse;
    const needed = isProven ? fillSeconds : Math.max(fillSeconds, UNPROVEN_SECONDS);
    if (needed === 0) return 0;
    const open = this.isStamp(stamp) ? Math.max(0, this.openMs(stamp)) : 0;
    return Math.max(0, Math.ceil(needed - open / SECOND));
  }

  private openMs(stamp: string): number {
    const openedAt = readInstant(this.secretKey.value, stamp);
    return openedAt ? this.clock.now().getTime() - openedAt.getTime() : Infinity;
  }

  /**
   * Every sign-up takes a turn of its network, its address, its mail domain and of all of them.
   *
   * @returns false when there were too many for this address, which must not show
   * @throws TooManyError
   */
  async run(input: { address: EmailAddress; ip: string | null; isProven: boolean }): Promise<boolean> {
    const { network, domain, all } = this.config.abuse;
    const addressKey = `sign-up address ${addressHash(this.secretKey.value, input.address.key)}`;
    const from = networkOf(input.ip);
    const refusal = await this.limits.take([
      ...(input.isProven ? [] : [{ key: `sign-up unproven network ${from}`, rates: UNPROVEN }]),
      { key: `sign-up network ${from}`, rates: network },
      { key: addressKey, rates: TRIES },
      { key: `sign-up domain ${input.address.domain}`, rates: domain },
      { key: 'sign-up all', rates: all },
    ]);
    if (refusal === undefined) return true;
    if (refusal.key === addressKey) return false;
    throw new TooManyError(refusal.freeAt, this.clock.now());
  }

  /** Whether who was refused is still shown the form with what was typed; a flood gets a sentence. */
  async mayTryAgain(ip: string): Promise<boolean> {
    const network = { key: `sign-up refused network ${networkOf(ip)}`, rates: REFUSALS };
    return (await this.limits.take([network])) === undefined;
  }
}
