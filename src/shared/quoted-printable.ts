// Quoted-printable (RFC 2045, 6.7), line by line, so that pieces encoded once can be joined. What comes out is safe
// as it is on its way: no line starts with a dot, no run of white space and no tab is left for a relay to squeeze.

const LONGEST = 76;
const HEX = Array.from({ length: 256 }, (_, byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`);
const ANYTHING_TO_QUOTE = /[^\x20-\x3c\x3e-\x7e]| {2}| $/;
/** What may not stand for itself: `=`, control and non-ASCII characters, a space after a space. */
const TO_QUOTE = /[^\x20-\x3c\x3e-\x7e]+|(?<= ) +/g;

/** @returns ASCII, CRLF after every line */
export function quotedLines(text: string): string {
  return text.replace(/\n$/, '').split('\n').map(quotedLine).join('');
}

/** A part of a line, with breaks that are none: what comes next goes on on the same line. Empty for nothing. */
export function quotedPart(text: string): string {
  return text === '' ? '' : broken(encoded(text), '=');
}

/** What quoted-printable lines say. @returns Unicode, LF after every line */
export function unquoted(quoted: string): string {
  const octets = quoted
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_octet, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(octets, 'latin1').toString('utf8').replaceAll('\r\n', '\n');
}

function quotedLine(line: string): string {
  return broken(encoded(line), '');
}

function encoded(line: string): string {
  return ANYTHING_TO_QUOTE.test(line) ? line.replace(TO_QUOTE, quoteAll).replace(/ $/, '=20') : line;
}

/** @param end what stands before the last line's CRLF: `=` when the line goes on */
function broken(line: string, end: '' | '='): string {
  let rest = line;
  let lines = '';
  while (rest.length + end.length > LONGEST) {
    if (rest.startsWith('.')) rest = `=2E${rest.slice(1)}`;
    let at = LONGEST - 1;
    // Never inside an encoded octet.
    if (rest[at - 1] === '=') at -= 1;
    else if (rest[at - 2] === '=') at -= 2;
    lines += `${rest.slice(0, at)}=\r\n`;
    rest = rest.slice(at);
  }
  return `${lines}${rest.startsWith('.') ? `=2E${rest.slice(1)}` : rest}${end}\r\n`;
}

function quoteAll(characters: string): string {
  let quoted = '';
  for (const byte of Buffer.from(characters)) quoted += HEX[byte];
  return quoted;
}
