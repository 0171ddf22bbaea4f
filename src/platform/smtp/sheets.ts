// Memory for messages, used again and again: thousands of fresh buffers a minute keep the garbage collector busier than
// the mail itself.
import { QuotedOctets } from '../../shared/quoted-printable.js';

const SIZE = 256 * 1024;
/** Room for the headers, which come last and stand first. */
const HEAD = 16 * 1024;
const MOST_KEPT = 64;

export class Sheet {
  /** What goes below the headers. */
  readonly octets: QuotedOctets;

  constructor(memory: Buffer) {
    this.octets = new QuotedOctets(memory, HEAD);
  }

  get body(): Buffer {
    return this.octets.memory.subarray(HEAD, HEAD + this.octets.length);
  }

  /** @returns headers and body in one */
  under(headers: string): Buffer {
    const length = Buffer.byteLength(headers);
    if (length > HEAD) return Buffer.concat([Buffer.from(headers), this.body]);
    const { memory } = this.octets;
    memory.write(headers, HEAD - length, 'utf8');
    return memory.subarray(HEAD - length, HEAD + this.octets.length);
  }
}

export class Sheets {
  private readonly free: Buffer[] = [];

  take(): Sheet {
    return new Sheet(this.free.pop() ?? Buffer.allocUnsafeSlow(SIZE));
  }

  /** Only what came from `under`, once, and when no connection may still be sending it. */
  giveBack(message: Buffer): void {
    if (message.buffer.byteLength === SIZE && this.free.length < MOST_KEPT)
      this.free.push(Buffer.from(message.buffer));
  }
}
