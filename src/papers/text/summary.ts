// Chooses the one or two sentences of an abstract that say what was done and found, not why the field matters.
import { splitSentences } from './sentences.js';
import {
  AGAINST,
  DEEDS_OF_PAPER,
  HERE,
  OTHER_DEEDS,
  OUR_DEEDS,
  RESULTS,
  type Sign,
  THIS_PAPER,
  WE,
} from './summary-signs.js';

const MOST = 300;
/** Stands behind a sentence that is not whole. */
export const CUT = ' …';
/** A second sentence has to say this much to be worth its room. */
const WORTH_ADDING = 2;

interface Judged {
  text: string;
  at: number;
  /** What was done: the method, the object, the claim. */
  deed: number;
  /** What came out of it. */
  result: number;
  /** Background, pointers to code, hopes, and openings that lean on the sentence before; never positive. */
  against: number;
}

/** Headings of structured abstracts; they are no sentences, and tell what follows. */
const HEADING =
  /^(?:abstract|context|background|motivation|introduction|aims?|objectives?|purpose|goals?|methods?|methodology|approach|results?|findings|conclusions?|significance|discussion)\s?[.:—–-]$/iu;
const LED_HEADING = /^(?:abstract|summary)\s?[.:—–-]\s*/iu;

export interface ChosenSentences {
  /** As they stand in the abstract, and in its order; none, one or two. */
  sentences: readonly string[];
  /** Whether the one sentence is only the beginning of a longer one. */
  isCut: boolean;
}

/**
 * @param abstract plain text on one line, as plainOf gives it
 * @returns at most 300 characters: whole sentences, or the beginning of one, cut between words and ended with …
 */
export function chooseSummary(abstract: string): string {
  const { sentences, isCut } = chooseSentences(abstract);
  return `${sentences.join(' ')}${isCut ? CUT : ''}`;
}

/** The same choice, for who needs to know where it stands. */
export function chooseSentences(abstract: string): ChosenSentences {
  const judged = judge(splitSentences(abstract.trim().replace(LED_HEADING, '')));
  const best = bestOf(judged, ({ deed, result, against }) => deed + Math.min(result, 3) / 4 + against);
  if (!best) return { sentences: [], isCut: false };
  if (best.text.length > MOST) return { sentences: [cutAtWord(best.text)], isCut: true };
  const room = MOST - best.text.length - 1;
  const second = bestOf(
    judged.filter((one) => one !== best && one.text.length <= room),
    worthBeside,
  );
  if (!second || worthBeside(second) < WORTH_ADDING) return { sentences: [best.text], isCut: false };
  const inOrder = second.at > best.at ? [best, second] : [second, best];
  return { sentences: inOrder.map(({ text }) => text), isCut: false };
}

/** Beside what was done, what came out of it says most. */
function worthBeside({ deed, result, against }: Judged): number {
  return result + (deed >= 3.5 ? 1 : 0) + against;
}

function judge(sentences: readonly string[]): Judged[] {
  const judged: Judged[] = [];
  let underHeading = 0;
  let isFirstDeed = true;
  for (const text of sentences) {
    if (HEADING.test(text)) {
      underHeading = weightUnder(text);
      continue;
    }
    const lower = text.toLowerCase();
    const deed = deedOf(lower);
    const against = sum(AGAINST, lower) + underHeading + misfit(text.length);
    const isFirst = isFirstDeed && deed >= 3 && against > -2;
    if (isFirst) isFirstDeed = false;
    judged.push({
      text,
      at: judged.length,
      deed: deed + (isFirst ? 1 : 0) + (HERE.test(lower) ? 0.5 : 0) - judged.length * 0.1,
      result: sum(RESULTS, lower),
      against,
    });
  }
  return judged;
}

function weightUnder(heading: string): number {
  if (/^(?:context|background|motivation|intro)/iu.test(heading)) return -3;
  return /^(?:meth|appr|disc)/iu.test(heading) ? -1 : 0;
}

function misfit(length: number): number {
  if (length < 50) return -2.5;
  return length > MOST ? -Math.min(3, 1 + (length - MOST) / 60) : 0;
}

function bestOf(judged: readonly Judged[], score: (one: Judged) => number): Judged | undefined {
  return judged.reduce<Judged | undefined>(
    (best, one) => (!best || score(one) > score(best) ? one : best),
    undefined,
  );
}

function deedOf(text: string): number {
  return Math.max(
    WE.test(text) ? strongest(OUR_DEEDS, text) : 0,
    THIS_PAPER.test(text) ? strongest(DEEDS_OF_PAPER, text) : 0,
    strongest(OTHER_DEEDS, text),
  );
}

function strongest(signs: readonly Sign[], text: string): number {
  return signs.reduce((most, [sign, weight]) => (weight > most && sign.test(text) ? weight : most), 0);
}

function sum(signs: readonly Sign[], text: string): number {
  return signs.reduce((total, [sign, weight]) => (sign.test(text) ? total + weight : total), 0);
}

/** Between clauses when that leaves most of it, else between words. */
function cutAtWord(text: string): string {
  const room = text
    .slice(0, MOST - 2)
    .toWellFormed()
    .replace(/\ufffd$/u, '');
  const clause = Math.max(
    room.lastIndexOf('; '),
    room.lastIndexOf(', '),
    room.lastIndexOf(': '),
    room.lastIndexOf(' – '),
  );
  const word = room.lastIndexOf(' ');
  const end = clause > MOST * 0.6 ? clause : word;
  return (end > 0 ? room.slice(0, end) : room).trimEnd().replace(/[,;:–]$/u, '');
}
