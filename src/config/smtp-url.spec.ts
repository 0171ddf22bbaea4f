// What SMTP_URL may say, and what it is told when it says something else.
import { describe, expect, it } from '@jest/globals';
import { readRate, readSmtpUrls } from './smtp-url.js';

const defaults = { connections: 20, tls: 'opportunistic' as const };
const read = (text: string) => readSmtpUrls(text, defaults);

describe('readSmtpUrls', () => {
  it('reads one server', () => {
    expect(read('smtp://me:p%40ss,word@mail.example.org:587')).toEqual([
      {
        host: 'mail.example.org',
        port: 587,
        implicitTls: false,
        tls: 'opportunistic',
        user: 'me',
        password: 'p@ss,word',
        weight: 1,
        connections: 20,
      },
    ]);
  });

  it('reads several, each with its own share and limits', () => {
    const servers = read('smtps://a.example?weight=2&connections=4&rate=50/s, smtp://[::1]:2525?tls=require');
    expect(servers).toMatchObject([
      { host: 'a.example', port: 465, implicitTls: true, weight: 2, connections: 4, rate: 50 },
      { host: '::1', port: 2525, implicitTls: false, tls: 'require', weight: 1, connections: 20 },
    ]);
  });

  it.each([
    'mail.example.org',
    'http://mail.example.org',
    'smtp://',
    'smtp://a?weight=0',
    'smtp://a?rate=fast',
    'smtp://a?colour=red',
    'smtp://a, b.example',
    'smtp://a?tls=never',
  ])('says what is expected instead of %s', (text) => {
    expect(() => read(text)).toThrow(/such as/);
  });

  it('does not repeat a password', () => {
    expect(() => read('smtp://me:hunter2@')).toThrow(expect.not.stringContaining('hunter2'));
  });
});

it.each([
  ['50/s', 50],
  ['3000/min', 50],
  ['1.5/s', 1.5],
  ['7200/h', 2],
  ['864000/d', 10],
])('a rate of %s is %s a second', (text, rate) => {
  expect(readRate(text)).toBeCloseTo(rate);
});
