import { describe, expect, it } from '@jest/globals';
import { bodyText } from './body-text.js';

const latin = (text: string) => Buffer.from(text, 'latin1');

describe('the text of a body', () => {
  it('is UTF-8 unless something says otherwise', () => {
    expect(bodyText(Buffer.from('Erdős'), 'application/json')).toBe('Erdős');
  });

  it('follows the content type before the declaration', () => {
    const declared = '<?xml version="1.0" encoding="utf-8"?><a>é</a>';
    expect(bodyText(latin(declared), 'text/xml; charset="iso-8859-1"')).toContain('<a>é</a>');
  });

  it('follows the declaration when the content type says nothing, or something that is no encoding', () => {
    const body = latin(`<?xml version='1.0' encoding='ISO-8859-1' ?><a>é</a>`);
    expect(bodyText(body, 'application/xml')).toContain('<a>é</a>');
    expect(bodyText(body, 'application/xml; charset=klingon')).toContain('<a>é</a>');
  });

  it('follows a byte order mark before all, and leaves it out', () => {
    const marked = Buffer.from('\ufeff<a>é</a>', 'utf16le');
    expect(bodyText(marked, 'application/xml; charset=utf-8')).toBe('<a>é</a>');
    expect(bodyText(Buffer.from(marked).swap16(), 'application/xml')).toBe('<a>é</a>');
    expect(bodyText(Buffer.from('\ufeffé'), 'text/plain; charset=iso-8859-1')).toBe('é');
  });

  it('does not believe a declaration of two bytes that is written in one', () => {
    const body = Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a>é</a>');
    expect(bodyText(body, 'application/xml')).toContain('<a>é</a>');
  });

  it('shows what cannot be read as a replacement', () => {
    expect(bodyText(latin('caf\xe9'), 'text/plain; charset=utf-8')).toBe('caf\ufffd');
  });
});
