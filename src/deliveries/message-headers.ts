// The headers that make a bulk mail a well-behaved one: RFC 2369, 2919, 8058, 3834, and Gmail's Feedback-ID.
import type { Config } from '../config/config.js';
import type { DeliveryKind } from '../generated/prisma/enums.js';
import { bounceMac } from '../shared/signed-link.js';

/**
 * @param unsubscribeUrl opens a page on GET and unsubscribes on POST; undefined for mails that nobody is subscribed to
 * @param month `yyyymm`, for Feedback-ID
 */
export function messageHeaders(
  config: Config,
  kind: DeliveryKind,
  unsubscribeUrl: string | undefined,
  month: string,
): Record<string, string> {
  const { from, owner, brandName } = config.mail;
  const domain = domainOf(from.address);
  const common = {
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
    'Feedback-ID': `${kind}:daily:${month}:${senderId(domain)}`,
  };
  if (!unsubscribeUrl) return { ...common, 'Auto-Submitted': 'auto-generated' };
  return {
    ...common,
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `${phrase(brandName)} <daily.${domain}>`,
    'List-Help': `<${config.http.publicUrl}/>, <mailto:${owner}>`,
    'List-Owner': `<mailto:${owner}>`,
    'List-Post': 'NO',
    'List-Archive': `<${config.http.publicUrl}/editions>`,
    Precedence: 'list',
  };
}

/**
 * With MAIL_THREADS=month the digests of one reader and month answer the same mail, which nobody ever got: mail programs
 * show them as one conversation (Gmail only while their subjects are alike). Without it each stands alone.
 *
 * @param dateOn the local date of a digest; undefined for other mails
 */
export function threadHeaders(
  config: Config,
  subscriberId: string | null,
  dateOn: string | undefined,
): Record<string, string> {
  if (config.mail.threads === 'none' || subscriberId === null || dateOn === undefined) return {};
  const root = `<digests.${dateOn.slice(0, 7)}.${subscriberId}@${domainOf(config.mail.from.address)}>`;
  return { 'In-Reply-To': root, References: root };
}

/** Where bounces go: an address that names the delivery when there is a domain for it. */
export function returnPath(config: Config, secret: string, deliveryId: string): string {
  const { bounceDomain, from } = config.mail;
  return bounceDomain ? `b+${deliveryId}.${bounceMac(secret, deliveryId)}@${bounceDomain}` : from.address;
}

function domainOf(address: string): string {
  return address.split('@')[1] ?? 'localhost';
}

/** Five to fifteen characters, the same in every mail of this sender. */
function senderId(domain: string): string {
  return domain
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .slice(0, 15)
    .padEnd(5, '0');
}

function phrase(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? `"${text.replace(/["\\]/g, '')}"` : '"Papers"';
}
