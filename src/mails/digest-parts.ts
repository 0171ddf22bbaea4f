// The digest's templates in parts: what is rendered for each paper of a section, and what stands around them.
import type { Brand } from './mail-content.js';
import { type Section, SECTIONS } from './digest.mail.js';
import { type Finish, markOf } from './mould.js';
import { compileTemplate, escapeHtml, stationeryOf, type Template } from './stationery.js';
import { takeOutBlock } from './template-block.js';
import { foldHtml, wrapLine } from './wrap.js';

export const FORMATS = ['html', 'text'] as const;
export type Format = (typeof FORMATS)[number];

export interface Part {
  frame: Template;
  blocks: Record<Section, Template>;
  finish: Finish;
  escape: (text: string) => string;
}
export type DigestParts = Record<Format, Part>;

/** The marks of the sections' papers. */
export const BLOCK_MARKS: Readonly<Record<Section, number>> = { forYou: 4, trending: 5, saved: 6 };

/** Octets of a line of HTML with its values, of which half is left to them. */
const HALF_LINE = 480;
const finishHtml: Finish = { line: (line) => foldHtml(line, HALF_LINE), room: () => HALF_LINE };

/** Of single values: those of the frame first, then a paper's. Addresses have the same marks in both. */
export const VALUE_MARKS = {
  subject: 0,
  preheader: 8,
  unsubscribeUrl: 2,
  settingsUrl: 3,
  browserUrl: 7,
  leftText: 9,
} as const;
export const PAPER_MARKS = { rank: 0, rankText: 1, reason: 8, feedbackUrl: 3 } as const;

/** The rank, by its mark, is as wide as its room; a line with any other value is wrapped when the value is known. */
const FILLER = '\u2007';
export const RANK_AS_WIDE = markOf(PAPER_MARKS.rankText) + FILLER.repeat(3);
const finishText: Finish = {
  line: (line) => wrapLine(line).replaceAll(FILLER, ''),
  // An address stands whole on a line of its own.
  room: (line) => (/^(?:\ue001[^\ue000-\ue01f]*| *[\ue002\ue003\ue007][#/a-z]*)$/.test(line) ? Infinity : 0),
};

/** @throws Error naming the file when a loop over papers is missing */
export function digestParts(brand: Brand): DigestParts {
  return {
    html: readPart(brand, 'digest.html.hbs', finishHtml, escapeHtml),
    text: readPart(brand, 'digest.txt.hbs', finishText, (text) => text),
  };
}

function readPart(brand: Brand, file: string, finish: Part['finish'], escape: Part['escape']): Part {
  const stationery = stationeryOf(brand);
  const blocks: Partial<Record<Section, Template>> = {};
  let frame = stationery.read(file);
  for (const section of SECTIONS) {
    const taken = takeOutBlock(frame, section, markOf(BLOCK_MARKS[section]));
    if (!taken)
      throw new Error(`${file}: there is no loop {{#each ${section}}}, each end on a line of its own`);
    frame = taken.frame;
    blocks[section] = compileTemplate(taken.block, file);
  }
  return {
    frame: compileTemplate(frame, file),
    blocks: blocks as Part['blocks'],
    finish,
    escape,
  };
}
