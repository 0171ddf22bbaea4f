// XML from outside: elements are read as they are, and what could hurt is refused with a plain error.
import { describe, expect, it } from '@jest/globals';
import { SourceAnswerError } from '../source-answer-error.js';
import { attributeOf, childOf, childrenOf, readXml, textOf } from './xml.js';

const read = (xml: string) => readXml(xml, 'The sender', ['a', 'b']).element;

function errorOf(xml: string): SourceAnswerError {
  try {
    readXml(xml, 'The sender', ['a', 'b']);
  } catch (error) {
    if (error instanceof SourceAnswerError) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('XML from a source', () => {
  it('gives children, attributes and text, also when there is only one of a kind', () => {
    const root = read('<a k="1"><c>x</c><d e="y">z</d><c/></a>');
    expect(attributeOf(root, 'k')).toBe('1');
    expect(childrenOf(root, 'c')).toHaveLength(2);
    expect(textOf(root, 'c')).toBe('x');
    expect(attributeOf(childOf(root, 'd'), 'e')).toBe('y');
    expect(textOf(root, 'd')).toBe('z');
    expect(textOf(root, 'nothing')).toBe('');
  });

  it('leaves numbers as they were written', () => {
    const root = read('<a n="007"><c>0</c><c>2101.00010</c><c>1e3</c><c>true</c></a>');
    expect(attributeOf(root, 'n')).toBe('007');
    expect(childrenOf(root, 'c')).toEqual(['0', '2101.00010', '1e3', 'true']);
  });

  it('puts text on one line', () => {
    expect(textOf(read('<a><c>\n  two\r\n  lines\t here </c></a>'), 'c')).toBe('two lines here');
  });

  it('decodes the references of XML once, and those by number', () => {
    const root = read('<a k="&quot;&#65;"><c>&lt;i&gt; &amp;lt; &#233;&#x1F600; &apos;</c></a>');
    expect(textOf(root, 'c')).toBe("<i> &lt; é😀 '");
    expect(attributeOf(root, 'k')).toBe('"A');
  });

  it('takes no character out of a reference that stands for none', () => {
    expect(textOf(read('<a><c>&#0;&#xD800;&#x110000;&unknown;</c></a>'), 'c')).toBe(
      '\ufffd\ufffd\ufffd&unknown;',
    );
  });

  it('leaves the text of a CDATA section alone', () => {
    expect(textOf(read('<a><c><![CDATA[<!DOCTYPE x> &amp; <b>]]></c></a>'), 'c')).toBe(
      '<!DOCTYPE x> &amp; <b>',
    );
  });

  it('refuses a bomb of entities before any is expanded', () => {
    const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
      '',
    );
    const started = performance.now();
    const error = errorOf(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">${levels}]><a><c>&l9;</c></a>`);
    expect(error.code).toBe('doctype');
    expect(error.message).toBe('The sender sent XML that declares a document type; that is refused.');
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it.each([
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a><c>&x;</c></a>'],
    [
      'a public external entity',
      '<!DOCTYPE a [<!ENTITY x PUBLIC "p" "http://localhost/">]><a><c>&x;</c></a>',
    ],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://localhost/"> %p;]><a/>'],
    ['an external document type', '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a><c>x</c></a>'],
    ['a single harmless entity', '<!DOCTYPE a [<!ENTITY x "y">]><a><c>&x;</c></a>'],
    ['a document type without entities', '<?xml version="1.0"?>\n<!-- -->\n<!DOCTYPE a><a/>'],
  ])('refuses %s', (_what, xml) => {
    expect(errorOf(xml).code).toBe('doctype');
  });

  it.each([
    ['nothing', '', 'empty'],
    ['blanks', ' \n\ufeff ', 'empty'],
    ['plain words', 'Rate exceeded.', 'unreadable'],
    ['JSON', '{"error":"x"}', 'unreadable'],
    ['half a document', '<a><c>one</c><c>tw', 'unreadable'],
    ['a document without its last tag', '<a><c>one</c>', 'unreadable'],
    ['tags that cross', '<a><c></a></c>', 'unreadable'],
    ['two roots', '<a/><b/>', 'unreadable'],
    ['the same root twice', '<a/><a/>', 'unreadable'],
    ['another root', '<html><body/></html>', 'unexpected'],
    ['a root named as what all objects have', '<toString/>', 'unexpected'],
    ['a root that would be the prototype of all', '<__proto__><x/></__proto__>', 'unreadable'],
    ['nesting deeper than any answer of theirs', `${'<a>'.repeat(40)}${'</a>'.repeat(40)}`, 'unreadable'],
    ['nesting without end', `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`, 'unreadable'],
  ])('does not take %s for an answer', (_what, xml, code) => {
    expect(errorOf(xml).code).toBe(code);
  });

  it('quotes for the operator what came instead', () => {
    expect(errorOf('Rate exceeded.').message).toContain('Rate exceeded.');
    const page =
      '<!DOCTYPE html><html><head><title>503 Service Unavailable</title></head><body><br></body></html>';
    expect(errorOf(page)).toMatchObject({
      code: 'unreadable',
      message: 'The sender sent a web page instead of XML: 503 Service Unavailable',
    });
    expect(errorOf(`x${'y'.repeat(1_000_000)}`).message.length).toBeLessThan(400);
  });

  it('does not let a tag name touch what objects inherit', () => {
    const root = read('<a><valueOf>x</valueOf><toString>y</toString></a>');
    expect(childrenOf(root, 'hasOwnProperty')).toEqual([]);
    expect(textOf(root, 'toString')).toBe('');
    expect(textOf(read('<a/>'), 'toString')).toBe('');
  });

  it('reads a long answer in good time, and a hostile one too', () => {
    const started = performance.now();
    const entry = `<c><d e="f">${'word &amp; '.repeat(200)}</d></c>`;
    expect(childrenOf(read(`<a>${entry.repeat(2_000)}</a>`), 'c')).toHaveLength(2_000);
    for (const part of ['<', '&', '<![CDATA[', '<!--', '<a ', '&#', '<a b="', '</a', ']]>']) {
      expect(() => read(`<a>${part.repeat(100_000)}`)).toThrow(SourceAnswerError);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
