// An operator's logo is taken when every mail program can show it, and refused with the reason when not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { gifOf, jpegOf, pngOf } from '../../test/support/pictures.js';
import { readLogo } from './logo-file.js';

const folder = mkdtempSync(join(tmpdir(), 'courant-logo-'));
afterAll(() => rmSync(folder, { recursive: true }));

function logoFrom(content: Buffer) {
  const file = join(folder, 'logo');
  writeFileSync(file, content);
  return readLogo(file, 'news.example.org');
}

describe('a logo from a file', () => {
  it.each([
    ['image/png', pngOf(240, 96)],
    ['image/gif', gifOf(240, 96)],
    ['image/jpeg', jpegOf(240, 96)],
  ])('is taken as %s, with its size, and encoded for mails', (type, content) => {
    const { base64, ...logo } = logoFrom(content);
    expect(logo).toEqual({ type, width: 240, height: 96, contentId: 'logo@news.example.org' });
    expect(Buffer.from(base64, 'base64').equals(content)).toBe(true);
    expect(base64).toMatch(/^(?:[A-Za-z0-9+/]{76}\r\n)*[A-Za-z0-9+/=]{1,76}\r\n$/);
  });

  it.each([
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'PNG, JPEG or GIF form'],
    ['nothing', Buffer.alloc(0), 'PNG, JPEG or GIF form'],
    ['half a PNG', pngOf(240, 96).subarray(0, 60), 'a whole picture in PNG, JPEG or GIF form'],
    ['half a GIF', gifOf(240, 96).subarray(0, 30), 'a whole picture'],
    ['half a JPEG', jpegOf(240, 96).subarray(0, -1), 'a whole picture'],
    ['a JPEG without a frame', Buffer.from('ffd8ffe000020000ffd9', 'hex'), 'a whole picture'],
    ['a large file', Buffer.concat([pngOf(240, 96), Buffer.alloc(40_000)]), 'at most 40000 octets'],
    ['an icon', pngOf(32, 32), '48 to 400 pixels of height (it is shown 48 high), found 32 × 32'],
    ['a poster', pngOf(1_000, 1_000), 'found 1000 × 1000'],
    ['a stripe', pngOf(1_000, 48), 'at most 6 times as wide as high, found 1000 × 48'],
  ])('is refused when it is %s', (_what, content, complaint) => {
    expect(() => logoFrom(content)).toThrow(complaint);
    expect(() => logoFrom(content)).toThrow(/^.*BRAND_LOGO: expected .*, in \/.*logo$/m);
  });

  it('is refused when it is not there', () => {
    expect(() => readLogo('/nowhere/logo.png', 'x')).toThrow(
      'BRAND_LOGO: expected a file that can be read (ENOENT), in /nowhere/logo.png',
    );
  });
});
