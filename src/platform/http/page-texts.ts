// Helpers the page templates call. Each returns plain values, which Handlebars escapes afterwards, or what stands around a
// part of a sentence.
import Handlebars from 'handlebars';
import type { Slot } from '../../language/message.js';
import { SafeHtml } from '../../shared/safe-html.js';

/** The URL if a page may link to it (http, https or a path of ours), else `#`: papers come from foreign sources. */
export function pageHref(url: unknown): string {
  const text = String(url ?? '');
  const ours = /^\/(?![/\\])/.test(text);
  return (ours || /^https?:\/\//i.test(text)) && !/[\s"'<>\\]/.test(text) ? text : '#';
}

/** How many of the boxes are ticked; 0 keeps their group closed. */
export function checkedCount(boxes: { checked: boolean }[]): number {
  return boxes.filter((box) => box.checked).length;
}

/** `America/New York` for `America/New_York`. */
export function zoneLabel(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** Cuts a text at its web addresses, so that a template can make links of them. */
export function autolink(text: string): { text: string; url: string }[] {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
    .map((part, index) => ({ text: part, url: index % 2 === 1 ? part : '' }))
    .filter((part) => part.text !== '');
}

/** How many fields have an error; 0 hides the summary. */
export function errorCount(errors: Record<string, string | undefined>): number {
  return Object.values(errors).filter((error) => error !== undefined && error !== '').length;
}

/** Lists are numbered from 1 for people. */
export function increment(index: number): number {
  return index + 1;
}

/** A link around a part of a sentence. @param parts of its address, of which Handlebars adds its own options */
export function link(...parts: unknown[]): Slot {
  const url = pageHref(parts.filter((part) => typeof part === 'string').join(''));
  return { open: `<a href="${Handlebars.escapeExpression(url)}">`, close: '</a>' };
}

/** Around what only a screen reader says. */
export function hidden(): Slot {
  return { open: '<span class="visually-hidden">', close: '</span>' };
}

export function strong(): Slot {
  return { open: '<strong>', close: '</strong>' };
}

/** A text that is English in every language, such as a title, so that a screen reader says it in English. */
export function inEnglish(text: string): SafeHtml {
  return new SafeHtml(`<span lang="en">${Handlebars.escapeExpression(text)}</span>`);
}
