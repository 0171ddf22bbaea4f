// A variable that names the reverse proxies to believe.
import { isIP } from 'node:net';
import { z } from 'zod';

/** What proxies on the same machine or in the same private network have. */
const NEARBY = ['loopback', 'linklocal', 'uniquelocal'];

export const proxies = z
  .string()
  .refine((text) => ['true', 'false'].includes(text) || parts(text).every(isNetwork), {
    error: 'true, false, or addresses and networks with commas between',
  });

/** @returns addresses and networks; none for `false` */
export function readProxies(text: string): string[] {
  if (text === 'false') return [];
  return text === 'true' ? NEARBY : parts(text);
}

function parts(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
