// An operator's colours are taken when they can be read, and refused with the reason when not.
import { describe, expect, it } from '@jest/globals';
import { contrast } from '../shared/colour.js';
import { MAIL_GROUND } from '../shared/mail-colours.js';
import { makeConfig } from './config.js';
import { readEnvironment } from './env.js';

const brandOf = (given: Record<string, string>) =>
  makeConfig(readEnvironment(given), { databaseUrl: '', smtpUrl: '', mailboxDir: undefined }).mail.brand;

describe("an operator's colours", () => {
  it('are ours when none is given', () => {
    expect(brandOf({}).accent).toBeUndefined();
  });

  it('have a light one made for dark mode, that can be read there', () => {
    const accent = brandOf({ BRAND_COLOR: '#00205B' }).accent;
    expect(accent?.light).toBe('#00205b');
    expect(contrast(accent?.dark ?? '', MAIL_GROUND.dark)).toBeGreaterThanOrEqual(4.5);
    expect(brandOf({ BRAND_COLOR: '#00205b', BRAND_COLOR_DARK: '#9db8ff' }).accent?.dark).toBe('#9db8ff');
  });

  it.each([
    ['BRAND_COLOR', '#ffee00', "read on the mails' light ground #fffdf8 (contrast of 4.5 or more)"],
    ['BRAND_COLOR_DARK', '#00205b', "read on the mails' dark ground #171614 (contrast of 4.5 or more)"],
    ['BRAND_COLOR', 'navy', 'a colour such as #00205b'],
    ['BRAND_COLOR', '#00205b;}body{display:none', 'a colour such as #00205b'],
    ['BRAND_LOGO_URL', 'http://news.example.org/logo.png', 'a URL that starts with https://'],
    ['MAIL_THREADS', 'year', 'one of none, month'],
  ])('%s=%s is refused: %s', (name, value, complaint) => {
    expect(() => brandOf({ [name]: value })).toThrow(new RegExp(`${name}: expected .*`));
    expect(() => brandOf({ [name]: value })).toThrow(complaint);
  });
});
