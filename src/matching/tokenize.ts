// Plain text to tokens. A hyphenated word gives a joined token and its parts, so that "multi-modal" meets both
// "multimodal" and "multi modal", and "GPT-4" meets "GPT4".
import { foldLetters } from './plain-text.js';
import { isPadding, isStopWord } from './stop-words.js';

/**
 * - `word`: carries meaning
 * - `joined`: a hyphenated word in one piece; its parts follow it
 * - `characters`: two of a script without blanks
 * - `padding`: what abstracts and sign-up forms are padded with ("novel", "interested")
 * - `stop`: of use only inside a quoted phrase
 */
export type TokenRole = 'word' | 'characters' | 'joined' | 'padding' | 'stop';

export interface Token {
  /** Lower case, accents folded, plural stripped: equal keys are the same word. */
  key: string;
  role: TokenRole;
  /** Where it stands in the text: `text.slice(start, end)` is its readable form. */
  start: number;
  end: number;
  /** Something other than blanks or a hyphen stands before it: no phrase reaches across. */
  afterBreak: boolean;
}

/** Nothing longer is a word of a language; what is, is encoded data. */
const MAX_TOKEN_LENGTH = 60;
const PIECE = "[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}]*(?:'\\p{L}+)*";
const TOKEN = new RegExp(`${PIECE}(?:(?:-|(?<=\\p{N})\\.(?=\\p{N}))${PIECE})*(?:\\+\\+|#)?`, 'gu');
const UNSPACED_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const BREAK = /[^\s-]/;

/** @param text as toPlainText() returns it. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let previousEnd = 0;
  for (const found of text.matchAll(TOKEN)) {
    const start = found.index;
    const surface = found[0];
    const afterBreak = start === 0 || BREAK.test(text.slice(previousEnd, start));
    previousEnd = start + surface.length;
    if (UNSPACED_SCRIPT.test(surface)) pushUnspaced(tokens, surface, start);
    else if (surface.length <= MAX_TOKEN_LENGTH) pushSpaced(tokens, surface, start, afterBreak);
  }
  return tokens;
}

function pushSpaced(tokens: Token[], surface: string, start: number, afterBreak: boolean): void {
  const end = start + surface.length;
  for (const { key, role, isFirst } of partsOf(surface))
    // A part is shown as the whole word: "Sim-to-Real", never "sim".
    tokens.push({ key, role, start, end, afterBreak: afterBreak && isFirst });
}

interface WordPart {
  key: string;
  role: TokenRole;
  isFirst: boolean;
}

/** Words seen before, so that reading takes half as long. Longer ones would keep the text alive they were cut from. */
const known = new Map<string, readonly WordPart[]>();
const MOST_KNOWN = 50_000;
const LONGEST_KNOWN = 12;

function partsOf(surface: string): readonly WordPart[] {
  const before = known.get(surface);
  if (before !== undefined) return before;
  const parts = readParts(surface);
  if (known.size >= MOST_KNOWN) known.clear();
  if (surface.length <= LONGEST_KNOWN) known.set(surface, parts);
  return parts;
}

function readParts(surface: string): WordPart[] {
  const parts = surface.split('-');
  const read: WordPart[] = [];
  if (parts.length > 1) {
    const letters = parts.map((part) => lettersOf(part)).join('');
    const key = stripPlural(letters, parts.at(-1) ?? '');
    if (!isStopWord(letters)) read.push({ key, role: 'joined', isFirst: true });
  }
  for (const [i, part] of parts.entries()) {
    const letters = lettersOf(part);
    read.push({ key: stripPlural(letters, part), role: roleOf(letters), isFirst: i === 0 });
  }
  return read;
}

function lettersOf(surface: string): string {
  const lower = surface.toLowerCase();
  return foldLetters(lower.includes("'") ? lower.replace(/'s$/, '').replaceAll("'", '') : lower);
}

function roleOf(letters: string): TokenRole {
  if (isStopWord(letters)) return 'stop';
  return isPadding(letters) ? 'padding' : 'word';
}

/** "networks" → "network", "studies" → "study", "LLMs" → "llm"; leaves "bias", "analysis", "class" and "AIDS" alone. */
function stripPlural(key: string, surface: string): string {
  if (key.length < 4 && !/^[A-Z]{2,}s$/.test(surface)) return key;
  if (!key.endsWith('s') || surface.endsWith('S') || /(?:[suia']s|news|lens)$/.test(key)) return key;
  if (key.endsWith('ies'))
    return key.length > 4 && key !== 'series' && key !== 'species' ? `${key.slice(0, -3)}y` : key;
  return /(?:[sxz]|ch|sh)es$/.test(key) ? key.slice(0, -2) : key.slice(0, -1);
}

/** Chinese and Japanese put no blanks between words: pairs of neighbouring characters stand for them. */
function pushUnspaced(tokens: Token[], surface: string, start: number): void {
  const characters = Array.from(surface);
  let at = start;
  for (const [i, character] of characters.entries()) {
    const next = characters[i + 1] ?? '';
    if (next !== '' || i === 0) {
      const key = `${character}${next}`.toLowerCase();
      tokens.push({ key, role: 'characters', start: at, end: at + key.length, afterBreak: true });
    }
    at += character.length;
  }
}
