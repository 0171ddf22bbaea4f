// The digest's templates in parts: what is rendered for each paper of a section, and what stands around them.
import type { Brand } from './mail-content.js';
import { type Section, SECTIONS } from './digest.mail.js';
import { markOf } from './mould.js';
import { compileTemplate, escapeHtml, stationeryOf, type Template } from './stationery.js';
import { takeOutBlock } from './template-block.js';
import { foldHtml, wrapLine } from './wrap.js';

export const FORMATS = ['html', 'text'] as const;
export type Format = (typeof FORMATS)[number];

export interface Part {
  frame: Template;
  blocks: Record<Section, Template>;
  /** What is done to a line before it is encoded, and of how many octets a line it leaves as it is. */
  finish: (line: string) => string;
  shortest: number;
  escape: (text: string) => string;
}
export type DigestParts = Record<Format, Part>;

/** The marks of the sections' papers. */
export const BLOCK_MARKS: Readonly<Record<Section, number>> = { forYou: 4, trending: 5, saved: 6 };

/** The marks of single values: those of the frame, and those of a paper. */
export const VALUE_MARKS = {
  subject: 0,
  preheader: 1,
  unsubscribeUrl: 2,
  settingsUrl: 3,
  browserUrl: 7,
  leftText: 8,
} as const;
export const PAPER_MARKS = { rank: 0, rankText: 1, reason: 2, feedbackUrl: 3 } as const;

/** @throws Error naming the file when a loop over papers is missing */
export function digestParts(brand: Brand): DigestParts {
  return {
    html: readPart(brand, 'digest.html.hbs', {
      finish: (line) => foldHtml(line),
      shortest: 900,
      escape: escapeHtml,
    }),
    text: readPart(brand, 'digest.txt.hbs', {
      finish: (line) => wrapLine(line),
      shortest: 72,
      escape: (text) => text,
    }),
  };
}

function readPart(brand: Brand, file: string, how: Pick<Part, 'finish' | 'shortest' | 'escape'>): Part {
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
    ...how,
  };
}
