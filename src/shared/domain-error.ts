// What a use case throws when a rule of the house says no. HTTP and the command line translate the code; nobody
// matches on messages.

export type DomainErrorCode =
  | 'invalid_input' // something the caller sent does not fit; `fields` says what
  | 'not_found' // no such thing, or no such thing for you
  | 'link_expired' // a token that is unknown, used or too old; which of these is not told
  | 'forbidden' // the key does not allow it
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
