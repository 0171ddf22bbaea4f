// A form says when it was opened, and nobody can say it was earlier.
import { describe, expect, it } from '@jest/globals';
import { readInstant, signInstant } from './signed-instant.js';

const instant = new Date('2026-11-21T11:00:00.123Z');
const signed = signInstant('secret', instant);

describe('a signed instant', () => {
  it('comes back as it went', () => expect(readInstant('secret', signed)).toEqual(instant));

  it('is nothing when it was changed, cut, or signed by somebody else', () => {
    const [text = '', given = ''] = signed.split('.');
    const earlier = (instant.getTime() - 60_000).toString(36);
    for (const other of [
      '',
      '.',
      text,
      `${text}.`,
      `${earlier}.${given}`,
      `${text}.${given.slice(1)}`,
      `.${given}`,
    ]) {
      expect([other, readInstant('secret', other)]).toEqual([other, undefined]);
    }
    expect(readInstant('another', signed)).toBeUndefined();
  });
});
