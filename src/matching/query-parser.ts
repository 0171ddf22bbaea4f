// Reads a query: NOT binds tighter than AND, AND than OR; terms beside each other mean AND. Never throws.
import { saying } from '../shared/saying.js';
import { readLexemes, type Lexeme } from './query-lexer.js';
import { isMetByAnything, saysNothing } from './query-meaning.js';
import type { QueryError, QueryField, QueryNode } from './query-syntax.js';

/** In UTF-16 units. */
export const LONGEST_QUERY = 500;
const DEEPEST = 20;
const MOST_TERMS = 60;

/** @returns the query, or the first thing that is wrong with it in a sentence that says what to do. */
export function parseQuery(text: string): { query: QueryNode } | { error: QueryError } {
  if (text.length > LONGEST_QUERY) {
    const message = saying('web.query.tooLong', { most: LONGEST_QUERY });
    return { error: { column: LONGEST_QUERY + 1, length: text.length - LONGEST_QUERY, message } };
  }
  const read = readLexemes(text);
  if ('error' in read) return read;
  const whole = { column: 1, length: text.length };
  if (read.lexemes.length === 0) {
    return { error: { ...whole, message: saying('web.query.empty') } };
  }
  try {
    const query = new QueryParser(read.lexemes, text.length).parse();
    const message = faultOfMeaning(query);
    return message === undefined ? { query } : { error: { ...whole, message } };
  } catch (error) {
    if (error instanceof Misplaced) return { error: error.fault };
    throw error;
  }
}

function faultOfMeaning(query: QueryNode): string | undefined {
  if (saysNothing(query)) return saying('web.query.nothing');
  if (!isMetByAnything(query)) return undefined;
  return saying('web.query.everything');
}

/** Leaves the recursion; parseQuery() makes an answer of it. */
class Misplaced extends Error {
  constructor(readonly fault: QueryError) {
    super(fault.message);
  }
}

class QueryParser {
  private next = 0;
  private depth = 0;
  private terms = 0;

  constructor(
    private readonly lexemes: readonly Lexeme[],
    private readonly length: number,
  ) {}

  parse(): QueryNode {
    const query = this.readOr(undefined);
    const rest = this.lexemes[this.next];
    if (rest !== undefined) throw misplaced(rest, saying('web.query.noneOpen'));
    return query;
  }

  private readOr(field: QueryField | undefined): QueryNode {
    const operands = [this.readAnd(field)];
    while (this.lexemes[this.next]?.kind === 'OR') {
      this.next += 1;
      operands.push(this.readAnd(field));
    }
    return joined('or', operands);
  }

  private readAnd(field: QueryField | undefined): QueryNode {
    const operands = [this.readNot(field)];
    for (let lexeme = this.lexemes[this.next]; lexeme !== undefined; lexeme = this.lexemes[this.next]) {
      if (lexeme.kind === 'OR' || lexeme.kind === ')') break;
      if (lexeme.kind === 'AND') this.next += 1;
      operands.push(this.readNot(field));
    }
    return joined('and', operands);
  }

  private readNot(field: QueryField | undefined): QueryNode {
    const lexeme = this.lexemes[this.next];
    if (lexeme?.kind !== 'NOT') return this.readOperand(field);
    this.next += 1;
    this.deepen(lexeme);
    const operand = this.readNot(field);
    this.depth -= 1;
    return { kind: 'not', operand };
  }

  private readOperand(field: QueryField | undefined): QueryNode {
    const lexeme = this.lexemes[this.next];
    switch (lexeme?.kind) {
      case 'word':
      case 'phrase':
        return this.readTerm(lexeme, field);
      case '(':
        return this.readGroup(lexeme, field);
      case 'field':
        return this.readFielded(lexeme);
      default:
        throw this.withoutOperand(lexeme);
    }
  }

  private readTerm(lexeme: Lexeme & { kind: 'word' | 'phrase' }, field: QueryField | undefined): QueryNode {
    this.next += 1;
    this.terms += 1;
    if (this.terms > MOST_TERMS) {
      throw misplaced(lexeme, saying('web.query.tooManyTerms', { most: MOST_TERMS }));
    }
    const where = field === undefined ? {} : { field };
    return lexeme.kind === 'phrase'
      ? { kind: 'phrase', ...where, text: lexeme.text }
      : { kind: 'word', ...where, text: lexeme.text, isPrefix: lexeme.isPrefix };
  }

  private readGroup(open: Lexeme, field: QueryField | undefined): QueryNode {
    this.next += 1;
    if (this.lexemes[this.next]?.kind === ')') {
      throw misplaced(open, saying('web.query.emptyGroup'));
    }
    this.deepen(open);
    if (this.next === this.lexemes.length) throw neverClosed(open);
    const group = this.readOr(field);
    if (this.lexemes[this.next]?.kind !== ')') throw neverClosed(open);
    this.next += 1;
    this.depth -= 1;
    return group;
  }

  private readFielded(lexeme: Lexeme & { kind: 'field' }): QueryNode {
    this.next += 1;
    const following = this.lexemes[this.next]?.kind;
    if (following === 'word' || following === 'phrase' || following === '(') {
      return this.readOperand(lexeme.field);
    }
    throw misplaced(lexeme, saying('web.query.afterField', { field: lexeme.field }));
  }

  private deepen(lexeme: Lexeme): void {
    this.depth += 1;
    if (this.depth > DEEPEST) {
      throw misplaced(lexeme, saying('web.query.tooDeep', { most: DEEPEST }));
    }
  }

  /** The fault is the operator before when nothing follows it, else what stands where a word belongs. */
  private withoutOperand(found: Lexeme | undefined): Misplaced {
    const before = this.lexemes[this.next - 1];
    if (before?.kind === 'AND' || before?.kind === 'OR' || before?.kind === 'NOT') {
      return misplaced(before, saying('web.query.afterOperator', { operator: before.kind }));
    }
    const place = found ?? { at: this.length, length: 0 };
    if (found?.kind === ')') {
      return misplaced(found, saying('web.query.noneOpen'));
    }
    return misplaced(place, saying('web.query.beforeOperator', { operator: found?.kind ?? '' }));
  }
}

function neverClosed(open: Lexeme): Misplaced {
  return misplaced(open, saying('web.query.groupNotClosed'));
}

function misplaced({ at, length }: { at: number; length: number }, message: string): Misplaced {
  return new Misplaced({ column: at + 1, length, message });
}

/** Groups of one kind inside each other are one. */
function joined(kind: 'and' | 'or', operands: readonly QueryNode[]): QueryNode {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  const [only] = flat;
  return flat.length === 1 && only !== undefined ? only : { kind, operands: flat };
}
