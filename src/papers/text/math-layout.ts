// Sets spaces into a row of mathematical atoms: around relations always, around operators as the author did.
import type { Segment } from './segment.js';
import type { AtomKind } from './tex-symbols.js';

export interface Atom extends Segment {
  kind: AtomKind;
  /** A command that is a sign: the space behind it ends its name and is none of the formula's. */
  isCommand?: boolean;
}

/** An atom among its neighbours, spaces left out. */
interface Place {
  atom: Atom;
  previous: Atom | undefined;
  beforePrevious: Atom | undefined;
  next: Atom | undefined;
  spaceBefore: boolean;
  spaceAfter: boolean;
}

const ENDS_OPERAND: ReadonlySet<AtomKind> = new Set(['text', 'close', 'script', 'function']);
const STARTS_OPERAND: ReadonlySet<AtomKind> = new Set(['text', 'open', 'script', 'function']);
const WORD_END = /[\p{L}\p{N}]$/u;
const WORD_START = /^[\p{L}\p{N}\\]/u;

/** @param compact for scripts, where nothing is set apart but words */
export function layOut(atoms: readonly Atom[], compact: boolean): Segment[] {
  const out: Segment[] = [];
  for (const place of placesOf(joinRelations(atoms))) {
    const { kind, text, mark } = place.atom;
    if (place.spaceBefore && keepsSpace(place, compact)) out.push({ text: ' ' });
    if (kind === 'relation') out.push({ text: compact ? text : relationText(place) });
    else if (kind === 'binary') out.push({ text: binaryText(place, compact) });
    else if (kind === 'function') out.push({ text: functionText(place) });
    else out.push(mark ? { text, mark } : { text });
    const isScriptOfFunction = kind === 'script' && place.previous?.kind === 'function';
    if (isScriptOfFunction && !compact && place.next?.kind === 'text' && !place.spaceAfter)
      out.push({ text: ' ' });
  }
  return out;
}

/** `>=` written as two signs is one relation. */
function joinRelations(atoms: readonly Atom[]): Atom[] {
  const joined: Atom[] = [];
  for (const atom of atoms) {
    if (atom.kind === 'relation' && joined.at(-1)?.kind === 'space' && joined.at(-2)?.kind === 'relation')
      joined.pop();
    const last = joined.at(-1);
    if (atom.kind === 'relation' && last?.kind === 'relation') last.text += atom.text;
    else if (atom.kind !== 'space' || last?.kind !== 'space') joined.push({ ...atom });
  }
  return joined;
}

function placesOf(row: readonly Atom[]): Place[] {
  const atoms = row.filter(({ kind }) => kind !== 'space');
  const places: Place[] = [];
  row.forEach((atom, i) => {
    if (atom.kind === 'space') return;
    const at = places.length;
    places.push({
      atom,
      previous: atoms[at - 1],
      beforePrevious: atoms[at - 2],
      next: atoms[at + 1],
      spaceBefore: at > 0 && row[i - 1]?.kind === 'space',
      spaceAfter: row[i + 1]?.kind === 'space',
    });
  });
  return places;
}

/** Between two operands a space of the author's stays; relations and operators bring their own. */
function keepsSpace({ atom, previous }: Place, compact: boolean): boolean {
  if (!previous || atom.kind === 'script' || previous.isCommand) return false;
  if (isComma(previous)) return !compact && atom.kind !== 'space';
  if (!isOperand(previous) || !STARTS_OPERAND.has(atom.kind)) return false;
  return !compact || (WORD_END.test(previous.text) && WORD_START.test(atom.text));
}

function isOperand(atom: Atom | undefined): boolean {
  return atom !== undefined && ENDS_OPERAND.has(atom.kind) && !isComma(atom);
}

function isComma(atom: Atom): boolean {
  return atom.text === ',' || atom.text === ';';
}

function isBetweenOperands({ previous, next }: Place): boolean {
  return isOperand(previous) && next !== undefined && STARTS_OPERAND.has(next.kind);
}

/** A relation whose other side stands outside the formula has the author's space only. */
function relationText(place: Place): string {
  const { atom, previous, next, spaceBefore } = place;
  if (isBetweenOperands(place) || (isOperand(previous) && next?.kind === 'binary')) return ` ${atom.text} `;
  return isOperand(previous) && !next && spaceBefore ? ` ${atom.text}` : atom.text;
}

function binaryText(place: Place, compact: boolean): string {
  const isBetween = isBetweenOperands(place);
  const isSpaced = !compact && isBetween && place.spaceBefore;
  const sign = place.atom.text === '-' ? (isBetween && !isSpaced ? dash(place) : '−') : place.atom.text;
  return isSpaced ? ` ${sign} ` : sign;
}

/** A range of numbers has an en dash, a compound word a hyphen, everything else a minus. */
function dash({ previous, beforePrevious, next }: Place): string {
  const [left, right] = [previous?.text ?? '', next?.text ?? ''];
  if (/[a-z]{3}$/i.test(left) || /^[a-z]{3}/i.test(right)) return '-';
  if (/^\d+$/.test(left) && /^[a-z]{2}/.test(right)) return '-';
  const number = previous?.kind === 'script' ? (beforePrevious?.text ?? '') : left;
  return /^[\d.]+$/.test(number) && /^\d/.test(right) ? '–' : '−';
}

function functionText({ atom, previous, next, spaceBefore, spaceAfter }: Place): string {
  const before = isOperand(previous) && !spaceBefore && WORD_END.test(previous?.text ?? '');
  const after =
    !spaceAfter && (next?.kind === 'function' || (next?.kind === 'text' && WORD_START.test(next.text)));
  return `${before ? ' ' : ''}${atom.text}${after ? ' ' : ''}`;
}
