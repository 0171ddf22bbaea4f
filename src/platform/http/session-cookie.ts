// The cookie that says who is signed in. Where there is TLS its name starts with `__Host-`: no other host can set it.
import { DAY, SECOND } from '../../shared/clock.js';

export const SESSION_DAYS = 30;

interface Request {
  headers: { cookie?: string | undefined };
}

function cookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-session' : 'session';
}

/** @returns undefined when there is none, or something that cannot be ours */
export function readSession(publicUrl: string, request: Request): string | undefined {
  const name = cookieName(publicUrl);
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value = ''] = pair.trim().split('=');
    if (key === name && /^[\w-]{43}$/.test(value)) return value;
  }
  return undefined;
}

/** The Set-Cookie header. @param token null ends the session in this browser */
export function sessionCookie(publicUrl: string, token: string | null): string {
  const seconds = token === null ? 0 : (SESSION_DAYS * DAY) / SECOND;
  const secure = publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${cookieName(publicUrl)}=${token ?? ''}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure}`;
}
