// The session cookie: bound to the host where there is TLS, and read back as it was set.
import { describe, expect, it } from '@jest/globals';
import { randomToken } from '../../shared/signed-link.js';
import { readSession, sessionCookie } from './session-cookie.js';

const [secure, local] = ['https://papers.example.org', 'http://localhost:3000'];
const token = randomToken();

describe('the session cookie', () => {
  it('has everything that __Host- asks for where there is TLS', () => {
    const cookie = sessionCookie(secure, token);
    expect(cookie).toMatch(
      /^__Host-session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(sessionCookie(local, token)).toMatch(/^session=[\w-]{43};(?!.*Secure)/);
  });

  it('is read among others, under its own name only', () => {
    const cookie = `a=b; __Host-session=${token}; c`;
    expect(readSession(secure, { headers: { cookie } })).toBe(token);
    expect(readSession(local, { headers: { cookie } })).toBeUndefined();
    expect(readSession(secure, { headers: { cookie: `session=${token}` } })).toBeUndefined();
    expect(readSession(secure, { headers: { cookie: '__Host-session=x' } })).toBeUndefined();
    expect(readSession(secure, { headers: {} })).toBeUndefined();
  });

  it('is emptied at once by signing out', () => {
    expect(sessionCookie(secure, null)).toContain('__Host-session=; Path=/; Max-Age=0');
  });
});
