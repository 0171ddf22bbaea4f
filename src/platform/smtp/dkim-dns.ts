// Whether the public key that receivers look up is the other half of ours. A mail signed with any other is worse off than
// one without a signature.
import { createPublicKey } from 'node:crypto';
import type { DkimKey } from '../../config/config.js';
import { EX_CONFIG, StartError } from '../../shared/start-error.js';

/** The TXT records of a name, each in its parts, as `resolveTxt` of node:dns gives them. */
export type LookUp = (name: string) => Promise<string[][]>;

/**
 * @returns a sentence for the operator when the record could not be read, which is no reason not to start
 * @throws StartError when there is a record, and it holds another key or none
 */
export async function checkPublished(key: DkimKey, lookUp: LookUp): Promise<string | undefined> {
  const name = `${key.keySelector}._domainkey.${key.domainName}`;
  let records: string[];
  try {
    records = (await lookUp(name)).map((parts) => parts.join(''));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return `The DKIM key could not be compared with what receivers look up at ${name} (${code}): publish the record with \`v=DKIM1; k=rsa; p=${ours(key)}\`.`;
  }
  const published = records.map((record) => /(?:^|;)\s*p=([^;]*)/.exec(record)?.[1]?.replace(/\s+/g, ''));
  if (published.includes(ours(key))) return undefined;
  throw new StartError(
    `DKIM_KEY_FILE does not match DNS: ${name} ${published.some(Boolean) ? 'holds another key' : 'holds no key'}. Receivers would refuse what we sign. The record should be \`v=DKIM1; k=rsa; p=${ours(key)}\`.`,
    EX_CONFIG,
  );
}

function ours({ privateKey }: DkimKey): string {
  return createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64');
}
