// A visitor asks for a subscription. Whoever she is and whatever she was before, she gets the same answer; the mail says
// the rest.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { sendDeliveries } from '../deliveries/deliveries.jobs.js';
import { queueDeliveries } from '../deliveries/queue-delivery.js';
import type { Texts } from '../language/texts.js';
import { type Database, PrismaService } from '../platform/prisma/prisma.service.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { Clock, DAY, HOUR, plusMs } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import { saying } from '../shared/saying.js';
import { type EmailAddress, parseEmailAddress } from '../shared/email-address.js';
import { signUpWording } from './consent-wording.js';
import { isSuppressed } from './is-suppressed.js';
import { type SignUpInput, UNKNOWN_ZONE } from './sign-up.schema.js';
import { isTimeZone } from './time-zones.js';
import type { Visitor } from './visitor.js';

/** Confirmation mails to one address: one an hour, three a day. */
const LIMITS = [
  { within: HOUR, most: 1 },
  { within: DAY, most: 3 },
];

@Injectable()
export class SignUp {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly queue: JobQueue,
    private readonly secretKey: SecretKey,
  ) {}

  /**
   * @param input.texts what the form was in: her language from now on, and that of her consent
   * @param input.via the form it came through, e.g. `web:/`, for the consent record
   * @throws DomainError invalid_input with the fields at fault; an address on file never shows
   */
  async run(input: { form: SignUpInput; via: string; visitor: Visitor; texts: Texts }): Promise<void> {
    const address = parseEmailAddress(input.form.email);
    if (!address)
      throw new DomainError('invalid_input', saying('web.errors.inputDoesNotFit'), {
        email: saying('web.errors.noEmail'),
      });
    await this.assertTimeZone(input.form.timeZone);
    if (input.form.website) return;
    const deliveryIds = await this.prisma.$transaction(async (transaction) => {
      await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${address.key}, 0))`;
      const subscriberId = await this.keepPending(transaction, address, input.form, input.texts.code);
      if (!subscriberId) return [];
      await this.recordConsent(transaction, subscriberId, input);
      return this.queueConfirmation(transaction, subscriberId, address);
    });
    if (deliveryIds.length > 0) void this.queue.enqueue(sendDeliveries, { deliveryIds });
  }

  private async assertTimeZone(timeZone: string): Promise<void> {
    if (!(await isTimeZone(this.prisma, timeZone))) {
      throw new DomainError('invalid_input', UNKNOWN_ZONE, { timeZone: UNKNOWN_ZONE });
    }
  }

  /** @returns the subscriber's id, or undefined when nothing may be asked of this address */
  private async keepPending(
    transaction: Database,
    address: EmailAddress,
    form: SignUpInput,
    language: string,
  ): Promise<string | undefined> {
    const suppressed = await isSuppressed(transaction, this.secretKey.value, address.key);
    const known = await transaction.subscriber.findUnique({ where: { addressKey: address.key } });
    const mayAsk = !known || known.state === 'pending' || known.state === 'unsubscribed';
    if (suppressed || !mayAsk) return undefined;
    const now = this.clock.now();
    const { timeZone, deliverAtHour } = form;
    const wishes = { state: 'pending' as const, timeZone, deliverAtHour, language };
    const { id } = await transaction.subscriber.upsert({
      where: { addressKey: address.key },
      create: { address: address.address, addressKey: address.key, createdAt: now, ...wishes },
      update: wishes,
    });
    await transaction.interest.deleteMany({ where: { subscriberId: id } });
    await transaction.interest.createMany({
      data: interestsOf(form).map((one) => ({ ...one, subscriberId: id, createdAt: now })),
    });
    return id;
  }

  private async recordConsent(
    transaction: Database,
    subscriberId: string,
    { via, visitor, texts }: { via: string; visitor: Visitor; texts: Texts },
  ): Promise<void> {
    await transaction.consent.create({
      data: {
        subscriberId,
        kind: 'signed_up',
        ...signUpWording(texts, this.config.mail.brandName),
        via,
        ...visitor,
        recordedAt: this.clock.now(),
      },
    });
  }

  private async queueConfirmation(
    transaction: Database,
    subscriberId: string,
    address: EmailAddress,
  ): Promise<string[]> {
    const now = this.clock.now();
    const { unsubscribedAt: leftAt } = await transaction.subscriber.findUniqueOrThrow({
      where: { id: subscriberId },
    });
    for (const { within, most } of LIMITS) {
      // Who left may come back at once; the day's limit still holds.
      const since = plusMs(now, -within);
      const createdAt = { gt: within === HOUR && leftAt && leftAt > since ? leftAt : since };
      const sent = await transaction.delivery.count({
        where: { subscriberId, kind: 'confirmation', createdAt },
      });
      if (sent >= most) return [];
    }
    const recipient = address.address;
    return queueDeliveries(transaction, this.config, now, [
      { kind: 'confirmation', subscriberId, recipient },
    ]);
  }
}

function interestsOf(form: SignUpInput): { kind: 'description' | 'category'; value: string }[] {
  const description = form.description.trim();
  return [
    ...(description ? [{ kind: 'description' as const, value: description }] : []),
    ...[...new Set(form.categories)].map((value) => ({ kind: 'category' as const, value })),
  ];
}
