// What is done to a source's characters before and after its mark-up is read.
import { isPrintableAscii } from '../plain-text.js';
import { decodeEntities } from './html-entities.js';

/** Citations and references point to nothing here; they go with the tie before them and the brackets around them. */
const CITATION = String.raw`\\(?:cite[a-zA-Z]{0,12}|(?:auto|eq|page|c|C)?ref)\*?\s?(?:\[[^\]]{0,100}\]){0,2}\{[^{}]{0,500}\}`;
const CITATIONS = new RegExp(String.raw`[~\s]{0,3}(?:\(${CITATION}\)|\[${CITATION}\]|${CITATION})`, 'g');
/** Looked for first, since looking for the whole of it is slow. */
const MAYBE_CITATION = /\\(?:cite|[a-zA-Z]{0,4}ref)/;
const LINE_BREAKS = /[\t\n\v\f\r\u0085\u2028\u2029]/g;
/** Controls, zero-width and bidi characters, soft hyphens, byte order marks, interlinear notes, tags, non-characters. */
const UNWANTED =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|\u034f|[\u{e0000}-\u{e0fff}]/gu;
/** Joiners shape Arabic and Indic letters and hold emoji together; elsewhere they only hide. */
const STRAY_JOINER =
  /(?<![\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Malayalam}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Sinhala}\p{Extended_Pictographic}\ufe0f])[\u200c\u200d]/gu;
/** More marks on one letter than any language needs run over the neighbouring lines. */
const PILED_MARKS = /(\p{Mn}{4})\p{Mn}+/gu;
/** Commands that lost their backslash, \textbf wholly; JSON read `\beta` as a backspace and `eta`; nothing else puts these controls into prose. */
const EATEN: readonly [RegExp, string][] = [
  [/(?=(?:text(?:bf|it|tt|sc|rm)|math(?:bf|rm|bb|cal))\{)(?<![\\a-zA-Z])/g, '\\'],
  [/\u0008(?=[a-z])/g, '\\b'],
  [/\f(?=rac|lat|orall)/g, '\\f'],
];

/** @returns the source on one line, well-formed, entities decoded, doubled backslashes halved */
export function cleanSource(source: string): string {
  let text = source.toWellFormed();
  for (const [eaten, command] of EATEN) text = text.replace(eaten, command);
  if (hasDoubledBackslashes(text)) text = text.replaceAll('\\\\', '\\');
  text = text.replace(/\\u([\da-fA-F]{4})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  return withoutUnwanted(decodeEntities(text.toWellFormed()));
}

export function withoutCitations(text: string): string {
  return MAYBE_CITATION.test(text) ? text.replace(CITATIONS, '') : text;
}

/** A program escaped the text twice when every run of backslashes is even and one of them begins a command. */
function hasDoubledBackslashes(text: string): boolean {
  if (!/\\\\[a-zA-Z'"^~`]/.test(text)) return false;
  return (text.match(/\\+/g) ?? []).every((run) => run.length % 2 === 0);
}

/** @returns the text on one line in NFC, without characters that act on their surroundings; spaces are kept */
export function withoutUnwanted(text: string): string {
  if (isPrintableAscii(text)) return text;
  return text
    .replace(LINE_BREAKS, ' ')
    .replace(UNWANTED, '')
    .replace(STRAY_JOINER, '')
    .normalize('NFC')
    .replace(PILED_MARKS, '$1');
}
