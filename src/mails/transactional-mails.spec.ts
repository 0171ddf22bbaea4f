// The two mails around a sign-up.
import { describe, expect, it } from '@jest/globals';
import { sampleBrand } from '../../test/support/sample-mails.js';
import { texts } from '../language/languages.js';
import { confirmationMail } from './confirmation.mail.js';
import { stationeryOf } from './stationery.js';
import { welcomeMail } from './welcome.mail.js';

const confirmUrl =
  'https://papers.example.org/confirm/3f7a9b1c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8';

describe('confirmation mail', () => {
  const input = { brand: sampleBrand, texts: texts('en'), confirmUrl, expiresInDays: 7 };

  it('has the link whole in both parts, and says how long it works', () => {
    const { html, text, subject } = confirmationMail(input);
    expect(subject).toBe('Confirm your subscription to Courant');
    expect(html).toContain(`href="${confirmUrl}"`);
    expect(text.split('\n')).toContain(confirmUrl);
    expect(text).toContain('The link works for 7 days.');
    expect(confirmationMail({ ...input, expiresInDays: 1 }).text).toContain('for 1 day.');
  });

  it('shows nothing a visitor typed, even if a caller hands it over', () => {
    const typed = { email: 'CHEAP-PILLS@example.org', name: 'CHEAP-PILLS', interests: ['CHEAP-PILLS'] };
    const { html, text, subject } = confirmationMail({ ...input, ...typed });
    expect(`${subject}${html}${text}`).not.toContain('CHEAP-PILLS');
  });
});

describe('welcome mail', () => {
  const input = {
    brand: sampleBrand,
    texts: texts('en'),
    firstDigestAtText: 'tomorrow, 22 November, at 08:00',
    interests: ['Machine Learning', '<b>routing</b>'],
    unsubscribeUrl: 'https://papers.example.org/u/3f7a',
    settingsUrl: 'https://papers.example.org/p/3f7a',
  };

  it('says when the first digest comes, what was asked for, and how to stop', () => {
    const { html, text } = welcomeMail(input);
    expect(text).toContain('Your first Courant comes tomorrow, 22 November, at 08:00.');
    expect(text).toContain('You asked for: Machine Learning, <b>routing</b>');
    expect(html).toContain('Machine Learning, &lt;b&gt;routing&lt;/b&gt;');
    for (const part of [html, text]) {
      expect(part).toContain(input.unsubscribeUrl);
      expect(part).toContain(input.settingsUrl);
    }
  });

  it('counts the interests that do not fit, and has no empty list', () => {
    const many = Array.from({ length: 30 }, (_, index) => `term ${index}`);
    expect(welcomeMail({ ...input, interests: many }).text.replace(/\n/g, ' ')).toContain(
      'term 11 and 18 more',
    );
    const none = welcomeMail({ ...input, interests: [] });
    expect(`${none.html}${none.text}`).not.toContain('You asked for');
  });
});

describe('stationery', () => {
  it('refuses a view that lacks a value instead of mailing a hole', () => {
    expect(() => stationeryOf(sampleBrand).write('confirmation', texts('en'), { subject: 'x' })).toThrow(
      /not defined/,
    );
  });
});
