// What counts as an e-mail address here, and when two of them are the same. RFC 5321 limits, the dot-atom form only:
// quoted local parts and address literals are legal but nobody subscribes with one.
import { domainToASCII } from 'node:url';

const ATEXT = "[\\p{L}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const LOCAL_PART = new RegExp(`^${ATEXT}(\\.${ATEXT})*$`, 'u');
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** What the URL rules behind domainToASCII would cut off, decode or leave out: a slip, not a domain. */
const NOT_IN_DOMAIN = /[\s\p{Cc}/\\?#%:[\]]/u;

export interface EmailAddress {
  /** As it goes into the envelope: local part as typed, domain in lower case as A-labels. */
  address: string;
  /** Compare by this: the address in lower case, Unicode-normalised (NFKC). */
  key: string;
  /** The domain as A-labels, lower case. */
  domain: string;
}

/**
 * White space around it is cut off: copying brings it along, and nobody means it.
 *
 * @returns the address, or undefined when the text is none that mail can be sent to
 */
export function parseEmailAddress(text: string): EmailAddress | undefined {
  const trimmed = text.trim().normalize('NFC');
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || Buffer.byteLength(trimmed) > 254) return undefined;
  const local = trimmed.slice(0, at);
  const typedDomain = trimmed.slice(at + 1);
  const domain = NOT_IN_DOMAIN.test(typedDomain) ? '' : domainToASCII(typedDomain).toLowerCase();
  if (!LOCAL_PART.test(local) || Buffer.byteLength(local) > 64 || !isMailDomain(domain)) return undefined;
  const address = `${local}@${domain}`;
  if (Buffer.byteLength(address) > 254) return undefined;
  return { address, key: addressKeyOf(address), domain };
}

/** @param address as it goes into the envelope */
export function addressKeyOf(address: string): string {
  return address.normalize('NFKC').toLowerCase();
}

/** `n***@e***.org`: who has the address knows it again, nobody else learns it. */
export function maskedAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  const [first = ''] = address;
  const last = domain.slice(domain.lastIndexOf('.'));
  return `${first}***@${domain.charAt(0)}***${last}`;
}

function isMailDomain(domain: string): boolean {
  const labels = domain.split('.');
  const last = labels.at(-1) ?? '';
  return labels.length >= 2 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(last);
}
