// Sets spaces into a row of mathematical atoms: around relations always, around operators as the author did.
import type { Segment } from './segment.js';
import type { AtomKind } from './tex-symbols.js';

export interface Atom extends Segment {
  kind: AtomKind;
}

const OPERAND: ReadonlySet<AtomKind> = new Set(['text', 'close', 'script', 'function']);
const STARTS_OPERAND: ReadonlySet<AtomKind> = new Set(['text', 'open', 'function', 'script']);
const WORD_END = /[\p{L}\p{N}]$/u;
const WORD_START = /^[\p{L}\p{N}\\]/u;

/** @param compact for scripts, where nothing is set apart */
export function layOut(atoms: readonly Atom[], compact: boolean): Segment[] {
  const row = withoutOuterSpace(joinRelations(atoms));
  const out: Segment[] = [];
  let spaced = false;
  row.forEach((atom, i) => {
    const previous = row[i - 1]?.kind === 'space' ? row[i - 2] : row[i - 1];
    const next = row[i + 1]?.kind === 'space' ? row[i + 2] : row[i + 1];
    if (atom.kind === 'space') {
      if (keepsSpace(previous, next, compact)) out.push({ text: ' ' });
      return;
    }
    const isBetween = isOperand(previous) && next !== undefined && STARTS_OPERAND.has(next.kind);
    if (atom.kind === 'relation') {
      spaced = !compact && (isBetween || (isOperand(previous) && next?.kind === 'binary'));
      out.push({ text: spaced ? ` ${atom.text} ` : atom.text });
    } else if (atom.kind === 'binary') {
      spaced = !compact && isBetween && row[i - 1]?.kind === 'space';
      const sign = atom.text === '-' ? dash(previous, next, row[i - 2], spaced || !isBetween) : atom.text;
      out.push({ text: spaced ? ` ${sign} ` : sign });
    } else if (atom.kind === 'function') {
      const before =
        previous && isOperand(previous) && row[i - 1]?.kind !== 'space' && WORD_END.test(previous.text);
      const after =
        next && (next.kind === 'function' || (next.kind === 'text' && WORD_START.test(next.text)));
      out.push({
        text: `${before ? ' ' : ''}${atom.text}${after && row[i + 1]?.kind !== 'space' ? ' ' : ''}`,
      });
    } else {
      const { text, mark } = atom;
      out.push(mark ? { text, mark } : { text });
      const isScriptOfFunction = atom.kind === 'script' && previous?.kind === 'function';
      if (isScriptOfFunction && !compact && next?.kind === 'text' && row[i + 1] === next)
        out.push({ text: ' ' });
    }
  });
  return out;
}

function isOperand(atom: Atom | undefined): boolean {
  return atom !== undefined && OPERAND.has(atom.kind);
}

/** `>=` written as two signs is one relation. */
function joinRelations(atoms: readonly Atom[]): Atom[] {
  const joined: Atom[] = [];
  for (const atom of atoms) {
    const last = joined.at(-1);
    if (atom.kind === 'relation' && last?.kind === 'relation') last.text += atom.text;
    else if (atom.kind !== 'space' || last?.kind !== 'space') joined.push({ ...atom });
  }
  return joined;
}

function withoutOuterSpace(atoms: Atom[]): Atom[] {
  if (atoms.at(-1)?.kind === 'space') atoms.pop();
  return atoms[0]?.kind === 'space' ? atoms.slice(1) : atoms;
}

function keepsSpace(previous: Atom | undefined, next: Atom | undefined, compact: boolean): boolean {
  if (!previous || !next || !OPERAND.has(previous.kind) || !STARTS_OPERAND.has(next.kind)) return false;
  if (next.kind === 'script') return false;
  return !compact || (WORD_END.test(previous.text) && WORD_START.test(next.text));
}

/** A range of numbers has an en dash, a compound word a hyphen, everything else a minus. */
function dash(
  previous: Atom | undefined,
  next: Atom | undefined,
  beforeScript: Atom | undefined,
  isMinus: boolean,
): string {
  if (isMinus || !previous || !next) return '−';
  if (/[a-z]{3}$/i.test(previous.text) || /^[a-z]{3}/i.test(next.text)) return '-';
  if (/^\d+$/.test(previous.text) && /^[a-z]{2}/.test(next.text)) return '-';
  const isPower = previous.kind === 'script' && /^\d+$/.test(beforeScript?.text ?? '');
  return (/\d$/.test(previous.text) || isPower) && previous.kind !== 'close' && /^\d/.test(next.text)
    ? '–'
    : '−';
}
