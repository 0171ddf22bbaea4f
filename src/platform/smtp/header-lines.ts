// Header lines of a mail (RFC 5322): folded at 76 columns, in ASCII, with encoded words (RFC 2047) for the rest.
import { domainToASCII } from 'node:url';

const COLUMNS = 76;
/** Octets of UTF-8 in an encoded word, so that it stays below 75 columns. */
const WORD_OCTETS = 42;

/** @returns one header without a line break at its end; what could begin another header is taken out of the value */
export function headerLine(name: string, value: string): string {
  const line = `${name}: ${value.replace(/[\r\n\0]+/g, ' ')}`;
  return line.length <= COLUMNS ? line : fold(line);
}

/** Free text: as it is, or in encoded words. */
export function unstructured(text: string): string {
  const plain = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return /^[\x20-\x7e]*$/.test(plain) && !plain.includes('=?') ? plain : encodedWords(plain);
}

/** `"Name" <address>`; the address alone where there is no name. */
export function mailbox({ name, address }: { name: string; address: string }): string {
  const plain = name.replace(/[\p{Cc}\s]+/gu, ' ').trim();
  if (plain === '') return asciiDomain(address);
  const phrase =
    /^[\x20-\x7e]*$/.test(plain) && !plain.includes('=?') ? quotedPhrase(plain) : encodedWords(plain);
  return `${phrase} <${asciiDomain(address)}>`;
}

/** The domain as A-labels; a local part in Unicode stays so, which is for servers that take it (RFC 6531). */
export function asciiDomain(address: string): string {
  if (/^[\x21-\x7e]*$/.test(address)) return address;
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at + 1)}${domainToASCII(domain) || domain}`;
}

function quotedPhrase(text: string): string {
  return /^[\w !#$%&'*+/=?^`{|}~-]*$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}

function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  let octets = 0;
  for (const character of text) {
    const size = Buffer.byteLength(character);
    if (octets + size > WORD_OCTETS) {
      words.push(word);
      word = '';
      octets = 0;
    }
    word += character;
    octets += size;
  }
  return [...words, word].map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ');
}

/** Breaks before a space, never right after the name: a first line of a name alone is misread by some. */
function fold(line: string): string {
  const words = line.split(' ');
  let folded = words.slice(0, 2).join(' ');
  let column = folded.length;
  for (const word of words.slice(2)) {
    const breaks = column + 1 + word.length > COLUMNS && word !== '';
    folded += breaks ? `\r\n ${word}` : ` ${word}`;
    column = breaks ? word.length + 1 : column + 1 + word.length;
  }
  return folded;
}
