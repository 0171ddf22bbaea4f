// XML as arXiv's services send it, read into plain elements. It comes from outside: a document type, the only place
// where entities are declared, is refused, so that none can be expanded or fetched; numbers stay text ("0", 2101.00010).
import { XMLParser } from 'fast-xml-parser';
import { excerpt, oneLine } from '../raw-values.js';
import { SourceAnswerError } from '../source-answer-error.js';

/** An element with neither attributes nor children is its text; else its children by tag, attributes behind a `@`. */
export type XmlElement = string | XmlNode;
interface XmlNode {
  readonly [name: string]: XmlElement | readonly XmlElement[] | undefined;
}

const TEXT = '#text';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: TEXT,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  // Every element is one of possibly many, so that a list of one is read like a list of two.
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
  maxNestedTags: 32,
  // Should a declaration ever get past the decoder below, it must be small and alone.
  processEntities: {
    enabled: true,
    maxEntityCount: 1,
    maxEntitySize: 1,
    maxTotalExpansions: 1,
    maxExpandedLength: 1,
  },
  entityDecoder: {
    // Called with the entities of a document type, and only then.
    addInputEntities: () => {
      throw new SourceAnswerError('doctype', 'declares a document type');
    },
    decode: decodeReferences,
    reset: () => {},
    setExternalEntities: () => {},
    setXmlVersion: () => {},
  },
});

/**
 * @param sender who answered, for the message: `arXiv's query API`
 * @param roots the names the outermost element may have
 * @throws SourceAnswerError `empty`, `unreadable`, `doctype`, or `unexpected` for another root
 */
export function readXml(
  xml: string,
  sender: string,
  roots: readonly string[],
): { root: string; element: XmlElement } {
  const body = xml.replace(/^\ufeff/, '').trim();
  if (body === '') throw new SourceAnswerError('empty', `${sender} sent an empty answer.`);
  const elements = Object.entries(parse(body, sender));
  const [root, found] = elements[0] ?? [];
  const [element, ...others] = Array.isArray(found) ? (found as XmlElement[]) : [];
  if (root === undefined || element === undefined || elements.length > 1 || others.length > 0) {
    throw new SourceAnswerError('unreadable', `${sender} sent something that is not XML: ${excerpt(body)}`);
  }
  if (!roots.includes(root)) {
    const expected = `<${roots.join('> or <')}>`;
    throw new SourceAnswerError('unexpected', `${sender} sent <${excerpt(root)}> where ${expected} belongs.`);
  }
  return { root, element };
}

function parse(body: string, sender: string): XmlNode {
  try {
    // Checked first: the parser itself takes half a document for a whole one.
    return parser.parse(body, true) as XmlNode;
  } catch (error) {
    if (/^<(!doctype\s+html|html)\b/i.test(body)) {
      throw new SourceAnswerError(
        'unreadable',
        `${sender} sent a web page instead of XML: ${excerpt(pageTitle(body))}`,
      );
    }
    // The message is the parser's when it stumbled over the declaration before it was through.
    if (
      (error instanceof SourceAnswerError && error.code === 'doctype') ||
      /<!DOCTYPE/.test(body.slice(0, 10_000))
    ) {
      throw new SourceAnswerError(
        'doctype',
        `${sender} sent XML that declares a document type; that is refused.`,
      );
    }
    const reason = error instanceof Error ? excerpt(error.message) : 'unknown';
    throw new SourceAnswerError(
      'unreadable',
      `${sender} sent XML that cannot be read (${reason}): ${excerpt(body)}`,
    );
  }
}

function pageTitle(html: string): string {
  return /<title>([^<]{0,200})/i.exec(html)?.[1] ?? 'without a title';
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five references of XML and those by number; in one pass, so that `&amp;lt;` stays `&lt;`. */
function decodeReferences(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (all, decimal, hex, name) => {
      if (name !== undefined) return NAMED[String(name)] ?? String(all);
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
      const isCharacter = code > 0 && code <= 0x10_ffff && !(code >= 0xd8_00 && code <= 0xdf_ff);
      return isCharacter ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  const children = typeof element === 'object' && Object.hasOwn(element, name) ? element[name] : undefined;
  return Array.isArray(children) ? children : [];
}

export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return childrenOf(element, name)[0];
}

/** The text of the element's first child of that name on one line; empty when there is none. */
export function textOf(element: XmlElement | undefined, name: string): string {
  return ownText(childOf(element, name));
}

export function ownText(element: XmlElement | undefined): string {
  const text = typeof element === 'object' ? element[TEXT] : element;
  return typeof text === 'string' ? oneLine(text) : '';
}

export function attributeOf(element: XmlElement | undefined, name: string): string {
  const value = typeof element === 'object' ? element[`@${name}`] : undefined;
  return typeof value === 'string' ? oneLine(value) : '';
}
