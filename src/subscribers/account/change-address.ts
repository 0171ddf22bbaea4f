// A reader moves to another address: a link goes to the new one, and only who opens it and presses the button moves.
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { sendDeliveries } from '../../deliveries/deliveries.jobs.js';
import { queueDeliveries } from '../../deliveries/queue-delivery.js';
import type { TokenPurpose } from '../../generated/prisma/enums.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { SecretKey } from '../../platform/prisma/secret-key.js';
import type { Texts } from '../../language/texts.js';
import { JobQueue } from '../../platform/queue/job-queue.js';
import { Clock, DAY, plusMs } from '../../shared/clock.js';
import { DomainError } from '../../shared/domain-error.js';
import { addressKeyOf, maskedAddress, parseEmailAddress } from '../../shared/email-address.js';
import { saying } from '../../shared/saying.js';
import { tokenHash } from '../../shared/signed-link.js';
import { newAddressWording } from '../consent-wording.js';
import { isSuppressed } from '../is-suppressed.js';
import { recordConsent } from '../record-consent.js';
import type { Visitor } from '../visitor.js';

const MOST_A_DAY = 3;

@Injectable()
export class ChangeAddress {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
  ) {}

  /**
   * Whether the new address is somebody else's, or must not be mailed, does not show.
   *
   * @throws DomainError invalid_input
   */
  async ask(input: { subscriberId: string; email: string }): Promise<void> {
    const { subscriberId } = input;
    const wanted = parseEmailAddress(input.email);
    if (!wanted) {
      const error = saying('web.errors.noEmail');
      throw new DomainError('invalid_input', error, { email: error });
    }
    const now = this.clock.now();
    const deliveryIds = await this.prisma.$transaction(async (transaction) => {
      await transaction.$queryRaw`SELECT 1 FROM subscribers WHERE id = ${subscriberId}::uuid FOR UPDATE`;
      const isTaken = await transaction.subscriber.count({ where: { addressKey: wanted.key } });
      const recent = { kind: 'change_address' as const, createdAt: { gt: plusMs(now, -DAY) } };
      const asked = await transaction.delivery.count({
        where: { ...recent, OR: [{ subscriberId }, { recipient: wanted.address }] },
      });
      const isShut = await isSuppressed(transaction, this.secretKey.value, wanted.key);
      if (isTaken > 0 || asked >= MOST_A_DAY || isShut) return [];
      return queueDeliveries(transaction, this.config, now, [
        { kind: 'change_address', subscriberId, recipient: wanted.address },
      ]);
    });
    if (deliveryIds.length > 0) void this.queue.enqueue(sendDeliveries, { deliveryIds });
  }

  /**
   * The button behind the mailed link. Mail that waits goes to the new address too; links in older mails end, and the
   * address that was left is told.
   *
   * @throws DomainError link_expired
   */
  async confirm(input: { token: string; visitor: Visitor; texts: Texts }): Promise<void> {
    const now = this.clock.now();
    const deliveryIds = await this.prisma.$transaction(async (transaction) => {
      const hash = tokenHash(input.token);
      // First the reader, then what hangs from her, in the order of an erasure: who is erased this moment is not there.
      await transaction.$queryRaw`
        SELECT 1 FROM subscribers WHERE id = (SELECT subscriber_id FROM tokens WHERE hash = ${hash}) FOR UPDATE`;
      const { count } = await transaction.token.updateMany({
        where: { hash, ...this.good(now) },
        data: { usedAt: now },
      });
      const token = count > 0 ? await transaction.token.findUniqueOrThrow({ where: { hash } }) : undefined;
      const address = token?.address ?? '';
      const addressKey = addressKeyOf(address);
      const isTaken = await transaction.subscriber.count({ where: { addressKey } });
      if (!token || address === '' || isTaken > 0) throw expired();
      const { subscriberId } = token;
      const isRestored = token.purpose === 'restore_address';
      const left = await transaction.subscriber.findUniqueOrThrow({ where: { id: subscriberId } });
      await transaction.subscriber.update({ where: { id: subscriberId }, data: { address, addressKey } });
      // Whoever moved her is out: signed in nowhere, and no link of his goes on.
      if (isRestored) await transaction.token.deleteMany({ where: { subscriberId, hash: { not: hash } } });
      await transaction.delivery.updateMany({
        where: { subscriberId, state: { in: ['queued', 'deferred'] }, kind: { in: ['digest', 'welcome'] } },
        data: { recipient: address },
      });
      const wording = newAddressWording(input.texts);
      const { visitor } = input;
      const said = { kind: 'confirmed' as const, wording, via: 'web:/new-address', visitor };
      await recordConsent(transaction, subscriberId, { ...said, token: input.token, now });
      if (await isSuppressed(transaction, this.secretKey.value, left.addressKey)) return [];
      const moved = { maskedAddress: maskedAddress(address), mayRestore: !isRestored };
      return queueDeliveries(transaction, this.config, now, [
        { kind: 'address_changed', subscriberId, recipient: left.address, details: { moved } },
      ]);
    });
    if (deliveryIds.length > 0) void this.queue.enqueue(sendDeliveries, { deliveryIds });
  }

  /**
   * Whether the mailed link still does something. Changes nothing.
   *
   * @throws DomainError link_expired
   */
  async check(token: string): Promise<void> {
    const where = { hash: tokenHash(token), ...this.good(this.clock.now()) };
    if ((await this.prisma.token.count({ where })) === 0) throw expired();
  }

  private good(now: Date) {
    const purpose = { in: ['change_address', 'restore_address'] satisfies TokenPurpose[] };
    return { purpose, usedAt: null, expiresAt: { gt: now } };
  }
}

function expired(): DomainError {
  return new DomainError('link_expired', saying('web.errors.expiredOrUsed'));
}
