// Tokens that stand in links. Two kinds: random ones, of which only a hash is kept (confirm, sign in), and signed ones,
// which need no row and never expire (unsubscribe, bounce addresses). Each is good for one purpose only.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type SignedPurpose = 'unsubscribe';

/** 256 random bits, base64url, 43 characters. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a random token: its SHA-256, 32 bytes. */
export function tokenHash(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

/** `<id>.<mac>`: the id (a UUID) in the open, followed by 128 bits of HMAC-SHA-256 over purpose and id. */
export function signToken(secret: string, purpose: SignedPurpose, id: string): string {
  return `${id}.${mac(secret, purpose, id).toString('base64url')}`;
}

/** @returns the id that was signed for this purpose, or undefined for anything else. */
export function verifyToken(secret: string, purpose: SignedPurpose, token: string): string | undefined {
  const dot = token.indexOf('.');
  const id = token.slice(0, dot);
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return undefined;
  const given = Buffer.from(token.slice(dot + 1), 'base64url');
  const expected = mac(secret, purpose, id);
  return given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined;
}

/** Eight hex digits that keep strangers from inventing return paths; good for nothing else. */
export function bounceMac(secret: string, id: string): string {
  return mac(secret, 'bounce', id).toString('hex').slice(0, 8);
}

function mac(secret: string, purpose: SignedPurpose | 'bounce', id: string): Buffer {
  return createHmac('sha256', secret).update(`${purpose}:${id}`).digest().subarray(0, 16);
}
