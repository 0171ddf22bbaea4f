// Paper text is hostile: what comes from a source becomes plain Unicode on one line before it is kept.

/** Controls, bidi overrides and isolates, line and paragraph separators, byte order marks, interlinear notes. */
const UNWANTED =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Where spaces are not single ones already. */
const LOOSE_SPACES = /\s{2,}|[^\S ]/g;

/** @returns the text in NFC on one line, without characters that act on their surroundings */
export function plainText(text: string): string {
  const clean = isPrintableAscii(text) ? text : text.toWellFormed().normalize('NFC').replace(UNWANTED, ' ');
  return singleSpaced(clean).trim();
}

/** Most texts are, and need no cleaning. */
export function isPrintableAscii(text: string): boolean {
  return /^[ -~]*$/.test(text);
}

/** Every run of white space as one space. */
export function singleSpaced(text: string): string {
  return text.replace(LOOSE_SPACES, ' ');
}

/** As much of a text as fits into `most` characters, with no half of a character at its end. */
export function cutText(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}
