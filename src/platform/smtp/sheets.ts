// Memory for messages, used again and again: thousands of fresh buffers a minute keep the garbage collector busier than
// the mail itself.

const SIZE = 256 * 1024;
/** Room for the headers, which come last and stand first. */
const HEAD = 16 * 1024;
const MOST_KEPT = 64;

class Sheet {
  private end = HEAD;

  constructor(private readonly bytes: Buffer) {}

  /** @param text one byte a character */
  add(text: string): void {
    this.end += this.bytes.write(text, this.end, 'latin1');
  }

  get body(): Buffer {
    return this.bytes.subarray(HEAD, this.end);
  }

  /** @returns headers and body in one */
  under(headers: string): Buffer {
    const length = Buffer.byteLength(headers);
    if (length > HEAD) return Buffer.concat([Buffer.from(headers), this.body]);
    this.bytes.write(headers, HEAD - length, 'utf8');
    return this.bytes.subarray(HEAD - length, this.end);
  }
}

export class Sheets {
  private readonly free: Buffer[] = [];

  take(size: number): Sheet {
    if (HEAD + size > SIZE) return new Sheet(Buffer.allocUnsafeSlow(HEAD + size));
    return new Sheet(this.free.pop() ?? Buffer.allocUnsafeSlow(SIZE));
  }

  /** Only what came from `under`, once, and when no connection may still be sending it. */
  giveBack(message: Buffer): void {
    if (message.buffer.byteLength === SIZE && this.free.length < MOST_KEPT)
      this.free.push(Buffer.from(message.buffer));
  }
}
