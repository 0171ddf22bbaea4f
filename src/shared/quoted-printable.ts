// Quoted-printable (RFC 2045, 6.7), line by line, so that pieces encoded once can be joined. What comes out is safe
// as it is on its way: no line starts with a dot, no run of white space and no tab is left for a relay to squeeze.

const LONGEST = 76;
const HEX = Buffer.from('0123456789ABCDEF');
const [CR, LF, SPACE, DOT, EQUALS] = [13, 10, 32, 46, 61];
/** Of an octet: three, and its share of the line breaks. */
const MOST_OCTETS = 4;
/** Of a UTF-16 unit in UTF-8. */
const MOST_BYTES = 3;

/** Writes a text in quoted-printable, CRLF after every line. */
export type QuotedPart = (into: QuotedOctets) => void;

/** What is being quoted, in UTF-8. */
let raw = Buffer.allocUnsafeSlow(4 * 1_024);

/** Quoted-printable octets, into memory that is used again: what is joined for every reader is copied once. */
export class QuotedOctets {
  /** The last piece that was added, and where it is: a link stands in a mail several times in a row. */
  private piece: string | undefined;
  private pieceStart = 0;
  private pieceEnd = 0;
  private end: number;

  /** @param start what stands before it in the memory is left alone */
  constructor(
    private octets: Buffer = Buffer.allocUnsafeSlow(128 * 1_024),
    private readonly start = 0,
  ) {
    this.end = start;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** The memory, with everything at the place where it was added; another one when it did not suffice. */
  get memory(): Buffer {
    return this.octets;
  }

  /** Forgets what was added beyond this length. */
  cut(length: number): void {
    this.end = this.start + length;
    this.piece = undefined;
  }

  /** @returns a byte a character in memory */
  toString(from = 0): string {
    return this.octets.toString('latin1', this.start + from, this.end);
  }

  /** @returns a copy, for `addReady` */
  toOctets(): Uint8Array {
    return new Uint8Array(this.octets.subarray(this.start, this.end));
  }

  addReady(quoted: Uint8Array): void {
    this.makeRoom(quoted.length);
    this.octets.set(quoted, this.end);
    this.end += quoted.length;
  }

  /** Every line of a text, each with CRLF. */
  addLines(text: string): void {
    const bytes = this.read(text);
    this.addOctets(bytes, LONGEST);
    if (bytes === 0 || raw[bytes - 1] !== LF) this.breakLine();
  }

  /** A part of a line, from a line's start, after which the line ends or goes on. */
  addPiece(text: string, goesOn: boolean): void {
    if (text === this.piece) {
      this.makeRoom(this.pieceEnd - this.pieceStart + MOST_OCTETS);
      this.octets.copyWithin(this.end, this.pieceStart, this.pieceEnd);
      this.end += this.pieceEnd - this.pieceStart;
    } else {
      const bytes = this.read(text);
      this.pieceStart = this.end;
      this.addOctets(bytes, LONGEST - 1);
      this.pieceEnd = this.end;
      this.piece = text;
    }
    if (goesOn) this.octets[this.end++] = EQUALS;
    this.breakLine();
  }

  /** @returns how many octets it has, now in `raw`: a loop over them is ten times as fast as one over characters */
  private read(text: string): number {
    if (text.length * MOST_BYTES > raw.length) raw = Buffer.allocUnsafeSlow(text.length * MOST_BYTES);
    const bytes = raw.write(text, 'utf8');
    this.makeRoom((bytes + 1) * MOST_OCTETS);
    return bytes;
  }

  /** @param longest octets that the end of a line may have; what comes before leaves room for its `=` */
  private addOctets(end: number, longest: number): void {
    const { octets } = this;
    let to = this.end;
    let column = 0;
    let before = 0;
    for (let at = 0; at < end; at += 1) {
      const octet = raw[at] ?? 0;
      if (octet === LF) {
        octets[to++] = CR;
        octets[to++] = LF;
        column = before = 0;
        continue;
      }
      const isLast = at + 1 === end || raw[at + 1] === LF;
      const room = isLast ? longest : LONGEST - 1;
      let isPlain = octet > SPACE && octet < 127 && octet !== EQUALS;
      if (octet === SPACE) isPlain = !isLast && before !== SPACE;
      if (column + (isPlain ? 1 : 3) > room) {
        octets[to++] = EQUALS;
        octets[to++] = CR;
        octets[to++] = LF;
        column = 0;
      }
      if (isPlain && !(octet === DOT && column === 0)) {
        octets[to++] = octet;
        column += 1;
      } else {
        octets[to++] = EQUALS;
        octets[to++] = HEX[octet >> 4] ?? 0;
        octets[to++] = HEX[octet & 15] ?? 0;
        column += 3;
      }
      before = octet;
    }
    this.end = to;
  }

  private breakLine(): void {
    this.octets[this.end++] = CR;
    this.octets[this.end++] = LF;
  }

  private makeRoom(octets: number): void {
    if (this.end + octets <= this.octets.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.end + octets));
    larger.set(this.octets.subarray(0, this.end));
    this.octets = larger;
  }
}

const shared = new QuotedOctets();

export function quotedPart(text: string): QuotedPart {
  return (into) => into.addLines(text);
}

/** @returns ASCII, CRLF after every line */
export function quotedText(part: QuotedPart): string {
  shared.cut(0);
  part(shared);
  return shared.toString();
}

/** What quoted-printable lines say. @returns Unicode, LF after every line */
export function unquoted(quoted: string): string {
  const octets = quoted
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_octet, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}

export function unquotedPart(part: QuotedPart): string {
  return unquoted(quotedText(part));
}
