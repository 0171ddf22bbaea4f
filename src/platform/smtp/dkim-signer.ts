// Signs mails with DKIM (RFC 6376, relaxed/relaxed, rsa-sha256). The key is read once; the signing itself runs beside the
// event loop. The bodies we make are in canonical form already, so that their bytes are hashed as they are.
import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimKey } from '../../config/config.js';
import { StartError, EX_CONFIG } from '../../shared/start-error.js';

const signAside = promisify(sign);

/** What the signature covers; receivers ask for the one-click headers and Feedback-ID to be among them. */
const SIGNED = new Set(
  [
    'from sender reply-to subject date message-id to mime-version content-type content-transfer-encoding',
    'list-id list-help list-unsubscribe list-unsubscribe-post list-owner list-archive list-post feedback-id precedence',
  ]
    .join(' ')
    .split(' '),
);

export class DkimSigner {
  private key: KeyObject | undefined;
  private readonly head: string;

  constructor(private readonly config: DkimKey) {
    const { domainName, keySelector } = config;
    this.head = `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domainName};\r\n s=${keySelector};`;
  }

  /**
   * @param headers lines with CRLF between them
   * @param body no tab, no run of spaces, no space before a CRLF, one CRLF at the end
   * @returns the header to put before the others
   * @throws StartError when the key can sign nothing that receivers accept: no mail goes unsigned
   */
  async sign(headers: string, body: Buffer): Promise<string> {
    this.key ??= readKey(this.config.privateKey);
    const signed = headers
      .split(/\r\n(?![ \t])/)
      .map((line) => ({ name: line.slice(0, line.indexOf(':')).toLowerCase(), line }))
      .filter(({ name }) => SIGNED.has(name));
    const bodyHash = createHash('sha256').update(body).digest('base64');
    const names = signed.map(({ name }) => name).join(':\r\n  ');
    const unsigned = `DKIM-Signature: ${this.head}\r\n h=${names};\r\n bh=${bodyHash};\r\n b=`;
    const input = [
      ...signed.map(({ name, line }) => relaxed(name, line)),
      relaxed('dkim-signature', unsigned),
    ];
    const signature = await signAside('RSA-SHA256', Buffer.from(input.join('\r\n'), 'utf8'), this.key);
    return `${unsigned}${signature.toString('base64').replace(/.{70}/g, '$&\r\n  ')}`;
  }
}

function relaxed(name: string, line: string): string {
  return `${name}:${line
    .slice(name.length + 1)
    .replace(/\r\n/g, '')
    .replace(/[ \t]+/g, ' ')
    .trim()}`;
}

function readKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Said below.
  }
  throw new StartError(
    'DKIM_KEY_FILE does not sign: the key must be an RSA private key in PEM form. Check DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE.',
    EX_CONFIG,
  );
}
