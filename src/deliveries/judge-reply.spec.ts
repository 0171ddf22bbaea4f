// Whose fault a refusal is, by what servers really say.
import { describe, expect, it } from '@jest/globals';
import { judgeReply, type Verdict } from './judge-reply.js';

const cases: [Verdict, string][] = [
  ['retry', '421 4.7.28 Our system has detected an unusual rate of mail from your IP address.'],
  ['retry', '450 4.2.0 <ada@example.org>: Recipient address rejected: Greylisted'],
  ['retry', '451 4.7.1 Try again later'],
  ['retry', '452 4.2.2 The recipient is over quota'],
  ['retry', '450 5.1.1 the first digit decides'],
  ['suppress', '550-5.1.1 The email account that you tried to reach does not exist. 550 5.1.1 gsmtp'],
  ['suppress', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'],
  ['suppress', '550 5.1.2 Bad destination system address'],
  ['suppress', '550 5.2.1 The account is disabled'],
  ['suppress', '550 #5.1.1 User unknown'],
  ['reject', '552 5.2.2 The mailbox is full'],
  ['reject', '554 5.7.1 Message rejected as spam'],
  ['reject', '550 5.7.510 a status nobody knows'],
  ['reject', '550 Requested action not taken'],
  ['reject', '500'],
  ['our_fault', '550 5.7.26 Unauthenticated email from example.org is not accepted due to DMARC policy'],
  ['our_fault', '550 5.7.25 The IP address sending this message does not have a PTR record'],
  ['our_fault', '550 5.7.29 not sent over TLS'],
  ['our_fault', '550 5.7.515 Access denied, sending domain does not meet the required authentication level'],
  ['our_fault', '530 5.7.0 Must issue a STARTTLS command first'],
  ['our_fault', '535 5.7.8 Username and password not accepted'],
];

describe('judgeReply', () => {
  it.each(cases)('%s: %s', (verdict, reply) => {
    expect(judgeReply(Number(reply.slice(0, 3)), reply)).toBe(verdict);
  });

  it.each([
    '554 Connection from 203.0.113.5 refused, see 10.5.1.1',
    '550 blocked: 5.1.1.9 is on our list',
    '554 scanner 15.1.1 says no',
    '554 scanner 5.1.123 says no',
  ])('suppresses nobody for a number that only looks like a status: %s', (reply) => {
    expect(judgeReply(Number(reply.slice(0, 3)), reply)).toBe('reject');
  });
});
