// A visitor asks for a subscription. Whoever she is and whatever she was before, she gets the same answer; the mail says
// the rest.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import type { Texts } from '../language/texts.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import type { EmailAddress } from '../shared/email-address.js';
import { addressHash } from '../shared/signed-link.js';
import { signUpWording } from './consent-wording.js';
import type { LibraryRow } from './library/library-rows.js';
import { keepSignUp } from './sign-up.queries.js';
import { type SignUpInput, type SignUpInterest, UNKNOWN_ZONE } from './sign-up.schema.js';
import { TimeZones } from './time-zones.js';
import type { Visitor } from './visitor.js';

@Injectable()
export class SignUp {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
    private readonly secretKey: SecretKey,
    private readonly timeZones: TimeZones,
  ) {}

  /** @throws DomainError invalid_input */
  async assertTimeZone(timeZone: string): Promise<void> {
    if (!(await this.timeZones.has(timeZone))) {
      throw new DomainError('invalid_input', UNKNOWN_ZONE, { timeZone: UNKNOWN_ZONE });
    }
  }

  /**
   * @param input.texts what the form was in: her language from now on, and that of her consent
   * @param input.via the form it came through, e.g. `web:/`, for the consent record
   * @returns the ids of the mails to be sent
   */
  async run(input: {
    address: EmailAddress;
    form: SignUpInput;
    /** What the form says to read about. */
    interests: readonly SignUpInterest[];
    /** Papers she brings along. */
    library: readonly LibraryRow[];
    via: string;
    visitor: Visitor;
    texts: Texts;
  }): Promise<string[]> {
    const { form, interests, library, via, visitor, address, texts } = input;
    return keepSignUp(this.prisma, this.config, {
      address,
      erasedKey: addressHash(this.secretKey.value, address.key),
      form,
      interests,
      library,
      consent: signUpWording(texts, this.config.mail.brandName),
      via,
      visitor,
      now: this.clock.now(),
    });
  }
}
