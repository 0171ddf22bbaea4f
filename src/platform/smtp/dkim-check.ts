// Checks a DKIM signature (RFC 6376, relaxed/relaxed, rsa-sha256) against the private key it should come from.
import { createHash, createPublicKey, createVerify } from 'node:crypto';
import type { DkimKey } from '../../config/config.js';
import { EX_CONFIG, StartError } from '../../shared/start-error.js';

/**
 * @param message a whole message, CRLF lines, one character a byte
 * @throws with a sentence for the operator when the message carries no valid signature by this key
 */
export function assertSigned(message: string, key: DkimKey): void {
  const split = message.indexOf('\r\n\r\n');
  const headers = message.slice(0, split).split(/\r\n(?![ \t])/);
  const body = message.slice(split + 4);
  const signature = headers.find((header) => /^dkim-signature:/i.test(header));
  if (!signature) fail('the mail went unsigned: the key must be an RSA private key in PEM form');
  const publicKey = createPublicKey(key.privateKey);
  // Other keys sign without complaint what nobody can verify, and short ones receivers must ignore (RFC 8301).
  if (publicKey.asymmetricKeyType !== 'rsa') fail('the key must be an RSA private key in PEM form');
  const bits = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits < 1_024) fail(`the key has ${bits} bits, and receivers trust no RSA key of fewer than 1024`);
  const tags = new Map(
    signature
      .slice('dkim-signature:'.length)
      .split(';')
      .map((tag): [string, string] => {
        const [name = '', ...value] = tag.split('=');
        return [name.trim(), value.join('=').replace(/\s+/g, '')];
      }),
  );
  if (bodyHash(body) !== tags.get('bh')) fail('the hash of the body does not fit');
  const signed = [
    ...(tags.get('h') ?? '').split(':').flatMap((name) => {
      const header = headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
      return header ? [relaxed(header)] : [];
    }),
    relaxed(signature).replace(/([;\s]b=)[^;]*/, '$1'),
  ].join('\r\n');
  const valid = createVerify('RSA-SHA256')
    .update(signed, 'latin1')
    .verify(publicKey, tags.get('b') ?? '', 'base64');
  if (!valid) fail('the signature does not fit the key');
}

function bodyHash(body: string): string {
  const canonical = body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
    .replace(/(\r\n)*$/, '');
  return createHash('sha256')
    .update(canonical === '' ? '' : `${canonical}\r\n`, 'latin1')
    .digest('base64');
}

function relaxed(header: string): string {
  const colon = header.indexOf(':');
  const value = header
    .slice(colon + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim();
  return `${header.slice(0, colon).toLowerCase().trim()}:${value}`;
}

function fail(why: string): never {
  throw new StartError(
    `DKIM_KEY_FILE does not sign: ${why}. Check DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE.`,
    EX_CONFIG,
  );
}
