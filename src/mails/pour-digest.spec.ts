// What is poured is what digestMail says, word for word, and travels as quoted-printable.
import { describe, expect, it } from '@jest/globals';
import { sampleDigest, samplePaper, samplePapers } from '../../test/support/sample-mails.js';
import { quotedText } from '../shared/quoted-printable.js';
import { digestMail } from './digest.mail.js';
import { pourDigest } from './pour-digest.js';
import { asSent } from './specimens/as-sent.js';

/** To HTML a line break is a space, and space between tags is none. */
const squeeze = (html: string) =>
  html
    .replace(/\s+/g, ' ')
    .replace(/ ?(<|>) ?/g, '$1')
    .trim();
const evil = '<b>{{subject}}</b> \ue000\ue001 $& . é=\t“x”';

describe('a poured digest', () => {
  it.each([
    ['of the sample', sampleDigest({})],
    ['of many papers', sampleDigest({ forYou: samplePapers(12), trending: samplePapers(5, 51) })],
    ['with nothing for you', sampleDigest({ forYou: [] })],
    ['with nothing trending', sampleDigest({ trending: [] })],
    ['of nothing', sampleDigest({ forYou: [], trending: [] })],
    ['without reasons', sampleDigest({ forYou: [samplePaper(1, { reason: '' })], editionsText: '' })],
    ['with a hostile reason', sampleDigest({ forYou: [samplePaper(1, { reason: evil })] })],
    ['with a bare paper', sampleDigest({ forYou: [samplePaper(1, { summary: '', url: '', authors: [] })] })],
  ])('%s says the same in both parts', (_name, input) => {
    const whole = digestMail(input);
    // Twice: made, and joined from what was kept.
    for (const poured of [asSent(input), asSent(input)]) {
      expect(poured.subject).toBe(whole.subject);
      expect(poured.text).toBe(whole.text);
      expect(squeeze(poured.html)).toBe(squeeze(whole.html));
    }
  });

  it('gives each reader her own reason for the same paper', () => {
    const { paper } = samplePaper(1);
    const [ann, bea] = ['for ann', 'for bea'].map((reason) =>
      asSent(sampleDigest({ forYou: [{ paper, reason }], trending: [] })),
    );
    expect(ann?.text).toContain('Why: for ann');
    expect(bea?.text).toContain('Why: for bea');
    expect(bea?.html).not.toContain('for ann');
  });

  it('has lines that need nothing more on their way', () => {
    const { html, text } = pourDigest(sampleDigest({ forYou: samplePapers(10, 3) }));
    for (const line of `${quotedText(html)}${quotedText(text)}`.split('\r\n')) {
      expect(line.length).toBeLessThanOrEqual(76);
      expect(line).toMatch(/^(?!\.)[\x20-\x7e]*(?<! )$/);
      expect(line).not.toContain('  ');
    }
  });
});
