// Tokens that stand in links. Two kinds: random ones, of which only a hash is kept (confirm, sign in), and signed ones,
// which need no row and never expire (unsubscribe, bounce addresses). Each is good for one purpose only.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** `settings` opens a reader's own pages, `feedback` is for what one digest brought, `digest` shows one on the web. */
export type SignedPurpose = 'unsubscribe' | 'settings' | 'feedback' | 'digest';

/** 256 random bits, base64url, 43 characters. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a random token: its SHA-256, 32 bytes. */
export function tokenHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

/**
 * `<id>.<mac>`: the id (a UUID) in the open, followed by 128 bits of HMAC-SHA-256 over purpose and id.
 *
 * @param boundTo what else must be the same when it is verified; the token ends when that changes
 */
export function signToken(secret: string, purpose: SignedPurpose, id: string, boundTo = ''): string {
  return `${id}.${mac(secret, purpose, id, boundTo).toString('base64url')}`;
}

/** The id a token says it was signed for; whether that is true only `verifyToken` knows. */
export function claimedId(token: string): string | undefined {
  const id = token.slice(0, token.indexOf('.'));
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined;
}

/** @returns the id that was signed for this purpose, or undefined for anything else. */
export function verifyToken(
  secret: string,
  purpose: SignedPurpose,
  token: string,
  boundTo = '',
): string | undefined {
  const id = claimedId(token);
  if (!id) return undefined;
  // As text: several texts stand for the same bytes, and only one of them was signed.
  const given = Buffer.from(token.slice(id.length + 1));
  const expected = Buffer.from(mac(secret, purpose, id, boundTo).toString('base64url'));
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined;
}

/** Eight hex digits that keep strangers from inventing return paths; good for nothing else. */
export function bounceMac(secret: string, id: string): string {
  return mac(secret, 'bounce', id).toString('hex').slice(0, 8);
}

/** What stays of an address that was erased: enough to know it again, too little to read it. 64 hex digits. */
export function addressHash(secret: string, addressKey: string): string {
  return createHmac('sha256', secret).update(`erased:${addressKey}`).digest('hex');
}

function mac(secret: string, purpose: SignedPurpose | 'bounce', id: string, boundTo = ''): Buffer {
  const signed = boundTo === '' ? `${purpose}:${id}` : `${purpose}:${id}:${boundTo}`;
  return createHmac('sha256', secret).update(signed).digest().subarray(0, 16);
}
