// Text to the numbers a BERT-like model reads: words and marks, then the longest pieces of them that the vocabulary has.

export interface WordPieceOptions {
  /** Piece to number. */
  vocabulary: ReadonlyMap<string, number>;
  lowerCase: boolean;
  /** Absent: as `lowerCase`. */
  stripAccents?: boolean | undefined;
  /** What pieces inside a word begin with. */
  prefix?: string | undefined;
  unknown?: string | undefined;
}

/** Longer words are no words. */
const MOST_IN_WORD = 100;

const SPACES = /\s+/u;
/** As BERT has it: what is not a letter or digit in ASCII, and punctuation elsewhere. */
const MARK = /[!-/:-@[-`{-~\p{P}]/gu;
const IDEOGRAPH = /[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2fa1f}]/gu;
const UNSEEN = /[\u0000\ufffd]|(?![\t\n\r])\p{C}/gu;

export class WordPiece {
  private readonly prefix: string;
  private readonly unknown: number;
  private readonly first: number;
  private readonly last: number;
  readonly padding: number;

  /** @throws Error naming what the vocabulary lacks */
  constructor(private readonly options: WordPieceOptions) {
    this.prefix = options.prefix ?? '##';
    this.unknown = this.numberOf(options.unknown ?? '[UNK]');
    this.first = this.numberOf('[CLS]');
    this.last = this.numberOf('[SEP]');
    this.padding = this.numberOf('[PAD]');
  }

  /** @returns at most `most` numbers, those of [CLS] and [SEP] around the text's. */
  encode(text: string, most: number): number[] {
    const numbers = [this.first];
    for (const word of this.words(text)) {
      if (numbers.length >= most - 1) break;
      numbers.push(...this.pieces(word));
    }
    return [...numbers.slice(0, most - 1), this.last];
  }

  private words(text: string): string[] {
    const { lowerCase, stripAccents = lowerCase } = this.options;
    let clean = text.replace(UNSEEN, '').replace(IDEOGRAPH, ' $& ');
    if (lowerCase) clean = clean.toLowerCase();
    if (stripAccents) clean = clean.normalize('NFD').replace(/\p{Mn}/gu, '');
    return clean
      .replace(MARK, ' $& ')
      .split(SPACES)
      .filter((word) => word !== '');
  }

  private pieces(word: string): number[] {
    const letters = Array.from(word);
    if (letters.length > MOST_IN_WORD) return [this.unknown];
    const numbers: number[] = [];
    for (let start = 0; start < letters.length;) {
      let end = letters.length;
      let found: number | undefined;
      for (; end > start; end -= 1) {
        const piece = (start > 0 ? this.prefix : '') + letters.slice(start, end).join('');
        found = this.options.vocabulary.get(piece);
        if (found !== undefined) break;
      }
      if (found === undefined) return [this.unknown];
      numbers.push(found);
      start = end;
    }
    return numbers;
  }

  private numberOf(piece: string): number {
    const number = this.options.vocabulary.get(piece);
    if (number === undefined) throw new Error(`its vocabulary has no ${piece}`);
    return number;
  }
}
