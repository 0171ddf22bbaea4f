// Quoted-printable (RFC 2045, 6.7), line by line, so that pieces encoded once can be joined. What comes out is safe
// as it is on its way: no line starts with a dot, no run of white space and no tab is left for a relay to squeeze.

const LONGEST = 76;
const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
/** What may not stand for itself: `=`, control and non-ASCII characters, a space after a space. */
const TO_QUOTE = /[^\x20-\x3c\x3e-\x7e]+|(?<= ) +/g;

const SPECIAL = /[^\x20-\x3c\x3e-\x7e]|  /;
const WIDE = /[^\0-\xff]/;
/** What needs nothing done to it. */
const AS_IT_IS = /^[\x21-\x2d\x2f-\x3c\x3e-\x7e](?:[\x21-\x3c\x3e-\x7e]| (?! |$)){0,74}$/;

/** @returns ASCII, CRLF after every line */
export function quotedLines(text: string): string {
  if (!text.includes('\n')) return `${quotedLine(text, LONGEST)}\r\n`;
  let quoted = '';
  for (const line of text.replace(/\n$/, '').split('\n')) quoted += `${quotedLine(line, LONGEST)}\r\n`;
  return quoted;
}

/** What quoted-printable lines say. @returns Unicode, LF after every line */
export function unquoted(quoted: string): string {
  const octets = quoted
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_octet, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}

/** @returns ASCII for a part of one line, with room for one more character: `=` when the line goes on, or nothing */
export function quotedPiece(text: string): string {
  return quotedLine(text, LONGEST - 1);
}

/**
 * The same text, with a byte a character in memory: a string that ever held a wider one keeps two, and makes two of
 * everything it is joined to, at twice the cost of each copy.
 */
export function narrowed(ascii: string): string {
  return Buffer.from(ascii, 'latin1').toString('latin1');
}

function quotedLine(line: string, longest: number): string {
  if (line === '' || (line.length <= longest && AS_IT_IS.test(line))) return line;
  let rest = line;
  if (SPECIAL.test(line)) rest = line.replace(TO_QUOTE, quoteAll);
  if (WIDE.test(line)) rest = narrowed(rest);
  if (rest.endsWith(' ')) rest = `${rest.slice(0, -1)}=20`;
  let broken = '';
  for (;;) {
    if (rest.startsWith('.')) rest = `=2E${rest.slice(1)}`;
    if (rest.length <= longest) return broken + rest;
    let at = LONGEST - 1;
    // Never inside an encoded octet.
    if (rest[at - 1] === '=') at -= 1;
    else if (rest[at - 2] === '=') at -= 2;
    broken += `${rest.slice(0, at)}=\r\n`;
    rest = rest.slice(at);
  }
}

function quoteAll(characters: string): string {
  let quoted = '';
  for (const byte of Buffer.from(characters)) quoted += HEX[byte];
  return quoted;
}
