// Whether what we sign with is the name we write under: DMARC (RFC 7489 3.1.1, relaxed) counts a signature only when its domain
// and that of From belong to one organisation.
import type { Config } from '../../config/config.js';
import { asciiDomain } from './header-lines.js';

/**
 * Without the list of public suffixes: the same domain, or one within the other.
 *
 * @returns a sentence for the operator when the two have nothing to do with each other
 */
export function alignmentNote({ smtp, mail }: Pick<Config, 'smtp' | 'mail'>): string | undefined {
  if (!smtp.dkim) return undefined;
  const signing = lowerAscii(smtp.dkim.domainName);
  const from = lowerAscii(mail.from.address.slice(mail.from.address.lastIndexOf('@') + 1));
  if (`.${signing}`.endsWith(`.${from}`) || `.${from}`.endsWith(`.${signing}`)) return undefined;
  return `DKIM_DOMAIN is ${signing}, and mail is from ${from} (MAIL_FROM): DMARC does not count a signature by another organisation. Sign with ${from}, a domain above it or one below it.`;
}

function lowerAscii(domain: string): string {
  return asciiDomain(domain).toLowerCase();
}
