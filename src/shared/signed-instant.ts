// An instant that stands in a form and comes back with it: signed, so that nobody can say she opened it earlier.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** `<milliseconds, base 36>.<mac>` */
export function signInstant(secret: string, instant: Date): string {
  const text = instant.getTime().toString(36);
  return `${text}.${mac(secret, text).toString('base64url')}`;
}

/** @returns undefined for anything but what was signed with this secret */
export function readInstant(secret: string, signed: string): Date | undefined {
  const [text = '', given = '', ...more] = signed.split('.');
  const expected = Buffer.from(mac(secret, text).toString('base64url'));
  const bytes = Buffer.from(given);
  if (more.length > 0 || bytes.length !== expected.length || !timingSafeEqual(bytes, expected))
    return undefined;
  return new Date(parseInt(text, 36));
}

function mac(secret: string, text: string): Buffer {
  return createHmac('sha256', secret).update(`instant:${text}`).digest().subarray(0, 16);
}
