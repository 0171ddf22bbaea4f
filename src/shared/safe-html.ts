// HTML that may go into a page or a mail as it is. A type of its own, so that no plain text can be taken for it.

export class SafeHtml {
  /** @param html everything in it that came from outside is escaped already */
  constructor(private readonly html: string) {}

  /** The templates ask for it where a value stands between double braces, and then escape nothing. */
  toHTML(): string {
    return this.html;
  }
}
