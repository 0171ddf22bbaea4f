// From bytes to text. Order of RFC 7303: a byte order mark, what the content type says, what the XML declaration says.
import { TextDecoder } from 'node:util';

const DECLARATION = /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/;

/** @returns the text; bytes that do not fit the encoding become U+FFFD, an encoding nobody knows counts as not named */
export function bodyText(body: Buffer, contentType: string): string {
  const decoder = markOf(body) ?? decoderFor(charsetOf(contentType)) ?? decoderFor(declaredIn(body));
  return (decoder ?? new TextDecoder()).decode(body);
}

function markOf(body: Buffer): TextDecoder | undefined {
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return new TextDecoder();
  if (body[0] === 0xfe && body[1] === 0xff) return new TextDecoder('utf-16be');
  if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le');
  return undefined;
}

function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(contentType)?.[1];
}

function declaredIn(body: Buffer): string | undefined {
  const name = DECLARATION.exec(body.subarray(0, 300).toString('latin1'))?.[1];
  // A declaration that could be read byte by byte is not in the two-byte encoding that it may claim.
  return name && /^(utf-?16|ucs-?2|iso-10646-ucs-2)/i.test(name) ? 'utf-8' : name;
}

function decoderFor(charset: string | undefined): TextDecoder | undefined {
  if (!charset) return undefined;
  try {
    return new TextDecoder(charset);
  } catch {
    // No encoding of this name: the next source of knowledge is asked.
    return undefined;
  }
}
