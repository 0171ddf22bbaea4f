// A sign-up as it comes in, from the form and from the API alike: let in or not, kept, answered evenly, and mailed after
// the answer, so that not even the sending shows in its time.
import { Injectable } from '@nestjs/common';
import { sendDeliveries } from '../deliveries/deliveries.jobs.js';
import type { Texts } from '../language/texts.js';
import { JobQueue } from '../platform/queue/job-queue.js';
import { DomainError } from '../shared/domain-error.js';
import { parseEmailAddress } from '../shared/email-address.js';
import { saying } from '../shared/saying.js';
import { AdmitSignUp } from './admit-sign-up.js';
import { evenly } from './even-answer.js';
import { type Brought, BringLibrary } from './library/bring-library.js';
import { SignUp } from './sign-up.js';
import type { SignUpInput } from './sign-up.schema.js';
import type { Visitor } from './visitor.js';
import { WantedInterests } from './wanted-interests.js';

@Injectable()
export class ReceiveSignUp {
  constructor(
    private readonly admit: AdmitSignUp,
    private readonly bring: BringLibrary,
    private readonly wanted: WantedInterests,
    private readonly signUp: SignUp,
    private readonly queue: JobQueue,
  ) {}

  /**
   * @param input.via the form it came through, e.g. `web:/`, for the consent record
   * @param input.isProven whether the work that is asked for was done
   * @returns what was taken of the papers in the form, whoever sent it
   * @throws DomainError invalid_input with the fields at fault; TooManyError; an address on file never shows
   */
  async run(input: {
    form: SignUpInput;
    via: string;
    visitor: Visitor;
    texts: Texts;
    isProven: boolean;
  }): Promise<Brought> {
    const address = parseEmailAddress(input.form.email);
    if (!address)
      throw new DomainError('invalid_input', saying('web.errors.inputDoesNotFit'), {
        email: saying('web.errors.noEmail'),
      });
    // Before the time is taken: how long it takes depends on the form alone, and what is left is short for every address.
    const brought = await this.bring.run(input.form, input.visitor.ip);
    const deliveryIds = await evenly(async () => {
      // Nobody sees this field; what fills it in is no person.
      if (input.form.website) return [];
      await this.signUp.assertTimeZone(input.form.timeZone);
      const interests = await this.wanted.run(input.form);
      const isAdmitted = await this.admit.run({ address, ip: input.visitor.ip, isProven: input.isProven });
      return isAdmitted ? this.signUp.run({ ...input, interests, library: brought.rows, address }) : [];
    });
    if (deliveryIds.length > 0) {
      setImmediate(() => void this.queue.enqueue(sendDeliveries, { deliveryIds }));
    }
    return brought;
  }
}
