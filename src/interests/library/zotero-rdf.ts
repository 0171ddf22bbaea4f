// Zotero's RDF export: bibliographic items as XML. A document type is refused, as in all XML from outside.
import { saying } from '../../shared/saying.js';
import { childOf, childrenOf, readXml, textOf, type XmlElement } from '../../papers/sources/arxiv/xml.js';
import { toLibraryEntry, type LibraryEntry, type LibraryPart } from './library-entry.js';

const ITEM =
  /^(?:bib:(?:Article|Document|Book|BookSection|Report|Thesis|Manuscript|Patent|Data)|rdf:Description)$/;

export function readZoteroRdf(text: string, most: number): LibraryPart & { isCut: boolean } {
  try {
    const { element } = readXml(text, 'This file', ['rdf:RDF']);
    const items = Object.keys(element)
      .filter((name) => ITEM.test(name))
      .flatMap((name) => childrenOf(element, name));
    const entries = items.slice(0, most).flatMap((item) => toPaper(item) ?? []);
    return { entries, faults: [], isCut: items.length > most };
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    const message = saying('web.library-faults.rdf', { why: reason });
    return { entries: [], faults: [{ line: 1, message }], isCut: false };
  }
}

function toPaper(item: XmlElement): LibraryEntry | undefined {
  if (['attachment', 'note'].includes(textOf(item, 'z:itemType'))) return undefined;
  const container = childrenOf(childOf(item, 'dcterms:isPartOf'), 'bib:Journal')[0];
  const people = childrenOf(childOf(childOf(item, 'bib:authors'), 'rdf:Seq'), 'rdf:li');
  return toLibraryEntry({
    title: textOf(item, 'dc:title'),
    abstract: textOf(item, 'dcterms:abstract'),
    authors: people.map((person) => nameOf(childOf(person, 'foaf:Person'))),
    date: textOf(item, 'dc:date'),
    identifiers: [
      ...identifiersOf(item),
      textOf(item, 'prism:number'),
      textOf(item, 'dc:description'),
      ...identifiersOf(container),
    ],
  });
}

function nameOf(person: XmlElement | undefined): string {
  const given = textOf(person, 'foaf:givenName') || textOf(person, 'foaf:givenname');
  return `${given} ${textOf(person, 'foaf:surname')}`.trim();
}

/** "DOI 10.1000/1", or an address in `dcterms:URI`. */
function identifiersOf(item: XmlElement | undefined): string[] {
  return childrenOf(item, 'dc:identifier').map((identifier) =>
    typeof identifier === 'string' ? identifier : textOf(childOf(identifier, 'dcterms:URI'), 'rdf:value'),
  );
}
