// Paper text is hostile: what comes from a source becomes plain Unicode on one line before it is kept.

/** Controls, bidi overrides and isolates, line and paragraph separators, byte order marks, interlinear notes. */
const UNWANTED =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** @returns the text in NFC on one line, without characters that act on their surroundings */
export function plainText(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(UNWANTED, ' ').replace(/\s+/g, ' ').trim();
}

/** As much of a text as fits into `most` characters, with no half of a character at its end. */
export function cutText(text: string, most: number): string {
  return text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}
