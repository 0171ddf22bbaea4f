// The helpers of the page templates.
import { describe, expect, it } from '@jest/globals';
import { autolink, checkedCount, errorCount, link, pageHref, zoneLabel } from './page-texts.js';

describe('page texts', () => {
  it('links to the web and to our own pages, to nothing else', () => {
    for (const good of [
      'https://arxiv.org/abs/2606.10651',
      'http://127.0.0.1:3000/',
      '/editions/2026-06-26',
      '/',
    ]) {
      expect(pageHref(good)).toBe(good);
    }
    for (const bad of [
      'javascript:alert(1)',
      '//evil.example',
      '/\\evil.example',
      'data:,x',
      '',
      undefined,
    ]) {
      expect(pageHref(bad)).toBe('#');
    }
  });

  it('cuts a text at its addresses and loses nothing', () => {
    const text = 'See https://example.org/u/3f7a.\nOr <https://example.org/?a=1&b=2>, please.';
    const parts = autolink(text);
    expect(parts.map((part) => part.text).join('')).toBe(text);
    expect(parts.map((part) => part.url).filter((url) => url !== '')).toEqual([
      'https://example.org/u/3f7a',
      'https://example.org/?a=1&b=2',
    ]);
  });

  it('makes links of sentences that lead nowhere else', () => {
    expect(link('/p/me', '/export.json', { hash: {} })).toEqual({
      open: '<a href="/p/me/export.json">',
      close: '</a>',
    });
    expect(link('javascript:alert(1)').open).toBe('<a href="#">');
    expect(link('/x?a=1&b="><script>').open).toBe('<a href="#">');
  });

  it('counts', () => {
    expect(checkedCount([{ checked: true }, { checked: false }, { checked: true }])).toBe(2);
    expect(errorCount({ email: 'no', timeZone: undefined })).toBe(1);
    expect(zoneLabel('America/Argentina/Rio_Gallegos')).toBe('America/Argentina/Rio Gallegos');
  });
});
