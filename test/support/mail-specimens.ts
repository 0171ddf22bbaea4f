// Every mail in every state, as it is sent, for the checks.
import { asSent } from '../../src/mails/specimens/as-sent.js';
import { specimenMails } from '../../src/mails/specimens/specimen-mails.js';
import type { Brand, MailContent } from '../../src/mails/mail-content.js';

export interface WrittenSpecimen {
  name: string;
  content: MailContent;
}

export function writtenSpecimens(brand?: Brand): WrittenSpecimen[] {
  return specimenMails(asSent, brand).map(({ kind, state, write }) => ({
    name: `${kind} ${state}`,
    content: write(),
  }));
}

/** The addresses a part links to or names, each once, in order; entities read. */
export function linksIn(part: string): string[] {
  const found =
    part
      .replaceAll('&#x3D;', '=')
      .replaceAll('&amp;', '&')
      .match(/https?:\/\/[^\s"'<>]+/g) ?? [];
  const links = found
    .filter((link) => !link.startsWith('http://www.w3.org/'))
    .map((link) => link.replace(/[.,;]$/, ''));
  return [...new Set(links)];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
  '&#x60;': '`',
  '&#x3D;': '=',
  '&amp;': '&',
};

/** The text that escaped HTML stands for. */
export function unescaped(html: string): string {
  return html.replace(/&(?:lt|gt|quot|amp|#x27|#x60|#x3D);/g, (entity) => ENTITIES[entity] ?? entity);
}
