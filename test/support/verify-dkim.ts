// A verifier of DKIM signatures written from RFC 6376, for messages signed relaxed/relaxed with rsa-sha256. It shares
// nothing with the code under test.
import { createHash, createPublicKey, verify } from 'node:crypto';

export interface Verified {
  domain: string;
  selector: string;
  /** Names of the signed header fields, in lower case. */
  signed: string[];
}

/**
 * @param publicKey SubjectPublicKeyInfo in base64, the p= of the DNS record
 * @throws with the step that failed
 */
export function verifyDkim(message: Buffer, publicKey: string): Verified {
  const text = message.toString('latin1');
  const blank = text.indexOf('\r\n\r\n');
  const fields = unfolded(text.slice(0, blank).split('\r\n'));
  const signature = fields.find(({ name }) => name === 'dkim-signature');
  if (!signature) throw new Error('no signature');
  const tag = tagsOf(signature.raw.slice(signature.raw.indexOf(':') + 1));
  if (tag['v'] !== '1' || tag['a'] !== 'rsa-sha256' || tag['c'] !== 'relaxed/relaxed')
    throw new Error(`signed with v=${tag['v']} a=${tag['a']} c=${tag['c']}`);
  const body = createHash('sha256').update(relaxedBody(text.slice(blank + 4)), 'latin1');
  if (body.digest('base64') !== tag['bh']) throw new Error('the hash of the body differs');

  const signed = (tag['h'] ?? '').toLowerCase().split(':');
  const left = fields.filter((field) => field !== signature);
  let input = '';
  for (const name of signed) {
    // 5.4.2: of fields with the same name the last one counts first; a name without a field signs its absence.
    const index = left.findLastIndex((field) => field.name === name);
    const [field] = index < 0 ? [] : left.splice(index, 1);
    if (field) input += `${relaxedField(field.raw)}\r\n`;
  }
  input += relaxedField(signature.raw.replace(/([;:]\s*b\s*=)[^;]*/, '$1'));
  const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const isRight = verify('sha256', Buffer.from(input, 'latin1'), key, Buffer.from(tag['b'] ?? '', 'base64'));
  if (!isRight) throw new Error('the signature does not fit');
  return { domain: tag['d'] ?? '', selector: tag['s'] ?? '', signed };
}

function unfolded(lines: string[]): { name: string; raw: string }[] {
  const fields: { name: string; raw: string }[] = [];
  for (const line of lines) {
    const last = fields.at(-1);
    if (last && /^[ \t]/.test(line)) last.raw += `\r\n${line}`;
    else fields.push({ name: (line.split(':')[0] ?? '').trim().toLowerCase(), raw: line });
  }
  return fields;
}

function tagsOf(list: string): Record<string, string> {
  const pairs = list.split(';').map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals).trim(), pair.slice(equals + 1).replace(/\s/g, '')];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

/** 3.4.2 */
function relaxedField(raw: string): string {
  const colon = raw.indexOf(':');
  const value = raw.slice(colon + 1).replaceAll('\r\n', '');
  return `${raw.slice(0, colon).trimEnd().toLowerCase()}:${value.replace(/[ \t]+/g, ' ').replace(/^ | $/g, '')}`;
}

/** 3.4.4 */
function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}
