// Who may press our buttons: our own pages, and programs without a cookie.
import { describe, expect, it } from '@jest/globals';
import { isFromElsewhere } from './same-origin.js';

const ours = 'https://papers.example.org';
const post = (headers: Record<string, string>, url = '/p/me', method = 'POST') =>
  isFromElsewhere(ours, { method, url, headers });
const cookie = '__Host-session=x';

describe('a request that changes something', () => {
  it.each([
    [false, { 'sec-fetch-site': 'same-origin', origin: 'null' }],
    [false, { 'sec-fetch-site': 'none' }],
    [false, { origin: ours, cookie }],
    [false, {}],
    [true, { 'sec-fetch-site': 'cross-site', origin: ours }],
    [true, { 'sec-fetch-site': 'same-site' }],
    [true, { origin: 'https://evil.example', cookie }],
    [true, { origin: 'https://papers.example.org.evil.example' }],
    [true, { origin: 'null', cookie }],
    [true, { cookie: 'a=b; session=x' }],
  ])('is from elsewhere: %s, with %j', (elsewhere, headers) => {
    expect(post(headers)).toBe(elsewhere);
  });

  it('may come from anywhere where no cookie counts: signing up, one click, the API', () => {
    const foreign = { 'sec-fetch-site': 'cross-site' };
    for (const url of ['/', '/u/abc', '/api/subscriptions']) expect(post(foreign, url)).toBe(false);
    for (const url of ['/u/abc/pause', '/sign-in', '/p/me', '//p/me']) expect(post(foreign, url)).toBe(true);
    expect(post(foreign, '/p/me', 'GET')).toBe(false);
  });
});
