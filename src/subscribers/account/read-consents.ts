// What an address has agreed to, as proof: for whoever is asked to show it, a data protection authority say. Also for an
// address that is another reader's by now, or nobody's: what is left of one that was erased is its hash.
import { Injectable } from '@nestjs/common';
import type { Subscriber, Suppression } from '../../generated/prisma/client.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { SecretKey } from '../../platform/prisma/secret-key.js';
import { Clock } from '../../shared/clock.js';
import { DomainError } from '../../shared/domain-error.js';
import { addressKeyOf, parseEmailAddress } from '../../shared/email-address.js';
import { addressHash } from '../../shared/signed-link.js';

@Injectable()
export class ReadConsents {
  constructor(
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
    private readonly clock: Clock,
  ) {}

  /**
   * Everybody who has this address or agreed to something with it, in the order of time.
   *
   * @throws DomainError invalid_input
   */
  async run(input: { address: string }) {
    const asked = parseEmailAddress(input.address);
    if (!asked) {
      const expected = `expected an e-mail address, was given "${input.address}"`;
      throw new DomainError('invalid_input', expected, { address: expected });
    }
    const hash = addressHash(this.secretKey.value, asked.key);
    const agreed = await this.agreedWith(asked.key);
    const subscribers = await this.prisma.subscriber.findMany({
      where: { OR: [{ addressKey: asked.key }, { id: { in: agreed } }] },
      orderBy: { createdAt: 'asc' },
      include: {
        consents: { orderBy: { recordedAt: 'asc' }, omit: { id: true, subscriberId: true } },
        // The mails that asked for a confirmation: when each was sent, where to, and what the server said.
        deliveries: {
          where: { kind: { in: ['confirmation', 'change_address'] } },
          orderBy: { createdAt: 'asc' },
          select: {
            kind: true,
            recipient: true,
            messageId: true,
            createdAt: true,
            state: true,
            settledAt: true,
            reply: true,
          },
        },
      },
    });
    const suppression = await this.prisma.suppression.findFirst({
      where: { addressKey: { in: [asked.key, hash] } },
    });
    return {
      address: asked.address,
      hash,
      exportedAt: this.clock.now(),
      summary: summaryOf(subscribers, suppression),
      suppression: suppression && {
        reason: suppression.reason,
        detail: suppression.detail,
        suppressedAt: suppression.suppressedAt,
      },
      subscribers: subscribers.map((subscriber) => ({
        id: subscriber.id,
        address: subscriber.address,
        state: subscriber.state,
        createdAt: subscriber.createdAt,
        confirmedAt: subscriber.confirmedAt,
        unsubscribedAt: subscriber.unsubscribedAt,
        consents: subscriber.consents,
        confirmationMails: subscriber.deliveries,
      })),
    };
  }

  /**
   * Records keep the address as it was typed. PostgreSQL lowers and normalises letters by rules of its own, so what is not
   * plain ASCII is compared here.
   *
   * @returns ids of who agreed to something with the address, whoever has it by now
   */
  private async agreedWith(key: string): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string; address: string }[]>`
      SELECT DISTINCT subscriber_id AS id, address FROM consents
      WHERE lower(address) = ${key} OR octet_length(address) > char_length(address)`;
    return rows.filter(({ address }) => addressKeyOf(address) === key).map(({ id }) => id);
  }
}

function summaryOf(subscribers: readonly Subscriber[], suppression: Suppression | null): string {
  if (subscribers.length > 0) {
    return 'These are all records of consent with this address, as they were made; a record is never changed.';
  }
  if (suppression?.reason !== 'erased') return 'Nothing is on record for this address.';
  const when = suppression.suppressedAt.toISOString();
  return (
    `Everything about this address was erased at ${when}, the records of its consent with it. ` +
    'All that is left is the hash above, so that nobody can have mail sent to it again.'
  );
}
