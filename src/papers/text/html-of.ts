// Rich text as HTML: every sign of the text escaped, and of tags only <sub>, <sup> and <em>.
import { SafeHtml } from '../../shared/safe-html.js';
import type { RichText, Segment } from './segment.js';

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

/** @param scriptStyle CSS for <sub> and <sup>, our own words, where no style sheet is read; pages have one */
export function htmlOf(text: RichText, scriptStyle?: string): SafeHtml {
  return new SafeHtml(text.map((segment) => segmentHtml(segment, scriptStyle)).join(''));
}

function segmentHtml({ text, mark }: Segment, scriptStyle: string | undefined): string {
  const html = text.replace(/[&<>"'`=]/g, (sign) => ESCAPED[sign] ?? '');
  if (mark === 'em') return `<em>${html}</em>`;
  if (mark !== 'sub' && mark !== 'sup') return html;
  return scriptStyle === undefined
    ? `<${mark}>${html}</${mark}>`
    : `<${mark} style="${scriptStyle}">${html}</${mark}>`;
}
