// Which language a visitor gets.
import { describe, expect, it } from '@jest/globals';
import type { Config } from '../../config/config.js';
import { type AskingVisitor, languageCookie, rememberLanguage, textsFor } from './asked-language.js';

interface Asking {
  query?: unknown;
  body?: unknown;
  known?: string;
  cookie?: string;
  accepts?: string;
}

function request({ query, body, known, cookie, accepts }: Asking): AskingVisitor {
  const headers = { ...(cookie && { cookie }), ...(accepts && { 'accept-language': accepts }) };
  const asking = { headers, query, body };
  if (known) rememberLanguage(asking, known);
  return asking;
}
const languageOf = (asking: Asking, byDefault = 'en') =>
  textsFor(request(asking), { defaultLanguage: byDefault } as Config).code;

describe('the language of a visitor', () => {
  it.each<[string, string, Asking]>([
    [
      'what she just chose by a link',
      'zh',
      { query: { lang: 'zh' }, cookie: 'language=de', known: 'de', accepts: 'de' },
    ],
    ['what she just chose in a form', 'zh', { body: { language: 'zh' }, cookie: 'language=de', known: 'de' }],
    [
      'what she chose since her browser is open',
      'zh',
      { cookie: 'a=b; language=zh', known: 'de', accepts: 'de' },
    ],
    ['what we know of her', 'zh', { known: 'zh', accepts: 'de' }],
    ['what her browser asks for', 'zh', { accepts: 'fr,zh-TW;q=0.5,de;q=0.2' }],
    [
      'what she asks for before what there is not',
      'de',
      { query: { lang: 'xx' }, known: 'yy', accepts: 'de' },
    ],
  ])('is %s', (_, expected, asking) => {
    expect(languageOf(asking)).toBe(expected);
  });

  it("is the operator's where nobody asks for one of ours", () => {
    expect(languageOf({ accepts: 'fr' }, 'de')).toBe('de');
    expect(languageOf({}, 'zh')).toBe('zh');
  });

  it.each([{ lang: ['de', 'zh'] }, { lang: {} }, { lang: '__proto__' }, 'lang=de', null])(
    'is not chosen by %j',
    (query) => {
      expect(languageOf({ query, body: query })).toBe('en');
    },
  );
});

describe('the cookie of a choice', () => {
  it('is set for a link always, and for a form that brings something new', () => {
    expect(languageCookie(request({ query: { lang: 'de' }, accepts: 'de' }))).toMatch(/^language=de; /);
    expect(languageCookie(request({ body: { language: 'de' }, accepts: 'en' }))).toMatch(/^language=de; /);
    expect(languageCookie(request({ body: { language: 'de' }, accepts: 'de' }))).toBeUndefined();
    expect(languageCookie(request({ accepts: 'de' }))).toBeUndefined();
  });

  it('holds a language of ours and nothing else', () => {
    expect(languageCookie(request({ query: { lang: 'DE-at' } }))).toBe(
      'language=de; Path=/; HttpOnly; SameSite=Lax',
    );
    expect(languageCookie(request({ query: { lang: 'de; Domain=evil.example' } }))).toBeUndefined();
  });
});
