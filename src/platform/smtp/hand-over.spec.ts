// How a failed transaction is judged, and what is kept of the server's words.
import { describe, expect, it } from '@jest/globals';
import { judgeFailure, oneLine, SmtpError } from './hand-over.js';

describe('judgeFailure', () => {
  it.each([400, 421, 452, 500, 550, 599])(
    'takes a %i for a refusal, asked for the message or not',
    (code) => {
      const error = new SmtpError(`${code} no`, code);
      expect(judgeFailure(error, true)).toEqual({ outcome: 'refused', code, reply: `${code} no` });
      expect(judgeFailure(error, false)).toEqual({ outcome: 'refused', code, reply: `${code} no` });
    },
  );

  it.each([undefined, 0, 250, 354, 600])('trusts no other code (%s): what counts is 354', (code) => {
    const error = new SmtpError('Connection closed', code);
    expect(judgeFailure(error, true)).toEqual({ outcome: 'unknown', reply: 'Connection closed' });
    expect(judgeFailure(error, false)).toEqual({ outcome: 'not_taken', reply: 'Connection closed' });
  });
});

describe('oneLine', () => {
  it('keeps a reply on one line of a bounded length, without controls', () => {
    expect(oneLine('550-5.1.1 no\r\n550 5.1.1\tsuch\u0000 user\n')).toBe('550-5.1.1 no 550 5.1.1 such user');
    expect(oneLine('x'.repeat(10_000))).toHaveLength(500);
    // Half a character is no JSON to PostgreSQL: it would fail the whole turn of the ledger, other readers' mails too.
    expect(oneLine(`${'x'.repeat(499)}😀`)).toBe('x'.repeat(499));
  });
});
