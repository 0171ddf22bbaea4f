// What a use case throws when a rule of the house says no. HTTP and the command line translate the code; nobody
// matches on messages.
import { saying } from './saying.js';

export type DomainErrorCode =
  | 'invalid_input' // something the caller sent does not fit; `fields` says what
  | 'not_found' // no such thing, or no such thing for you
  | 'link_broken' // a signed link that is cut off, changed, or ended with the address it was for
  | 'link_expired' // a token that is unknown, used or too old; which of these is not told
  | 'forbidden' // the key does not allow it
  | 'too_many' // not now: too much of it; see TooManyError
  | 'conflict'; // the thing is in a state that does not allow it

export class DomainError extends Error {
  override readonly name = 'DomainError';

  /**
   * @param message a sentence, or a saying (saying.ts) where a reader may get to see it
   * @param fields field name to what is wrong with it, in words fit for the person who typed it
   */
  constructor(
    readonly code: DomainErrorCode,
    message: string,
    readonly fields: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export class TooManyError extends DomainError {
  /** Whole seconds until it may be tried again. */
  readonly retryAfterS: number;

  constructor(freeAt: Date, now: Date) {
    const seconds = Math.max(1, Math.ceil((freeAt.getTime() - now.getTime()) / 1_000));
    const minutes = Math.ceil(seconds / 60);
    const wait =
      minutes < 90 ? { unit: 'minutes', count: minutes } : { unit: 'hours', count: Math.ceil(minutes / 60) };
    super('too_many', saying('web.errors.tooOften', wait));
    this.retryAfterS = seconds;
  }
}
