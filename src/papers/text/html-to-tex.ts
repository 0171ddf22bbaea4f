// Tags that strayed into titles and abstracts (HTML, JATS, MathML), rewritten as TeX, so that one reader is enough.

type Rewrite = { open: string; close: string; between?: readonly string[] };

const EMPHASIS = { open: '\\emph{', close: '}' };
const MARKS: ReadonlyMap<string, Rewrite> = new Map([
  ['sub', { open: '\\textsubscript{', close: '}' }],
  ['sup', { open: '\\textsuperscript{', close: '}' }],
  ['i', EMPHASIS],
  ['em', EMPHASIS],
  ['italic', EMPHASIS],
]);
/** Elements of MathML whose children have places; `between` stands before the second child, the third … */
const MATH: ReadonlyMap<string, Rewrite> = new Map<string, Rewrite>([
  ['math', { open: '$', close: '$' }],
  ['msub', { open: '{', between: ['}_{'], close: '}' }],
  ['munder', { open: '{', between: ['}_{'], close: '}' }],
  ['msup', { open: '{', between: ['}^{'], close: '}' }],
  ['mover', { open: '{', between: ['}^{'], close: '}' }],
  ['msubsup', { open: '{', between: ['}_{', '}^{'], close: '}' }],
  ['munderover', { open: '{', between: ['}_{', '}^{'], close: '}' }],
  ['mfrac', { open: '\\frac{', between: ['}{'], close: '}' }],
  ['msqrt', { open: '\\sqrt{', close: '}' }],
  ['mfenced', { open: '(', between: [',', ',', ','], close: ')' }],
  ['mtext', { open: '\\text{', close: '}' }],
  ['mspace', { open: '\\ ', close: '' }],
  ...'mi mn mo ms mrow mstyle mpadded mphantom merror mtable mtr mtd mroot semantics mmultiscripts none'
    .split(' ')
    .map((name): [string, Rewrite] => [name, { open: '', close: '' }]),
]);
const WORDS_APART = setOf('p br div li ul ol td tr th table h1 h2 h3 h4 h5 h6 sec title para hr');
const WITH_CONTENT = setOf('script style annotation annotation-xml template');
/** Other names of tags. Words in angle brackets that are no tags, such as <think>, are the author's. */
const DROPPED = setOf(
  `a abbr address alternatives applet article aside audio b base bdi bdo big blockquote body bold button caption center
 cite code col data dd del details dfn dialog disp-formula dl dt embed ext-link fieldset figcaption figure font footer
 form frame frameset graphic head header html iframe img image inline-formula inline-graphic input ins isindex kbd label
 legend link listing main map mark marquee meta monospace named-content nav nobr noscript object option overline pre q
 roman s samp sans-serif sc scp section select small source span strike strong styled-content summary svg tex-math
 textarea tt u underline var video wbr xref`,
);
/** Tags without attributes that need no end tag; <i> and <label> without one may be the author's. */
const STANDS_ALONE = setOf('p br hr li tr td th wbr img script style');
const TAG = /<(\/?)(?:[a-zA-Z]{1,8}:)?([a-zA-Z][a-zA-Z0-9-]{0,20})([\s/][^<>]{0,500})?>/y;
const COMMENT = /<(?:!--[^]{0,300}?--|[!?][a-zA-Z][^<>]{0,200})>/y;
const MOST_NESTED = 60;

/** @returns the text without tags; linear in its length */
export function htmlToTex(source: string): string {
  if (!source.includes('<')) return source;
  const isWrapped = source.includes('<![CDATA[');
  return new TagReader(isWrapped ? source.replaceAll('<![CDATA[', '').replaceAll(']]>', '') : source).read();
}

class TagReader {
  private out = '';
  private at = 0;
  private readonly stack: { name: string; rewrite: Rewrite; children: number }[] = [];
  private mathDepth = 0;
  private readonly lastEnds = new Map<string, number>();
  private readonly lower: string;

  constructor(private readonly source: string) {
    this.lower = source.toLowerCase();
  }

  read(): string {
    while (this.at < this.source.length) {
      const found = this.source.indexOf('<', this.at);
      const next = found === -1 ? this.source.length : found;
      this.copy(this.source.slice(this.at, next));
      this.at = next;
      if (found !== -1 && !this.readTag() && !this.readComment()) {
        this.copy('<');
        this.at += 1;
      }
    }
    while (this.stack.length > 0) this.out += this.stack.pop()?.rewrite.close ?? '';
    return this.out;
  }

  private copy(text: string): void {
    if (this.mathDepth === 0) this.out += text;
    else
      this.out += text
        .trim()
        .replace(/[\\{}$_^~%#&]/g, (sign) => (sign === '\\' ? '\\backslash ' : `\\${sign}`));
  }

  private readTag(): boolean {
    TAG.lastIndex = this.at;
    const match = TAG.exec(this.source);
    const [, slash, writtenName = '', attributes = ''] = match ?? [];
    const name = writtenName.toLowerCase();
    if (!match || !this.isTag(name, slash === '/', attributes)) return false;
    this.at += match[0].length;
    if (slash === '/') this.close(name);
    else if (WITH_CONTENT.has(name) || (name === 'tex-math' && this.endOf('math') > 0)) this.skipTo(name);
    else this.open(name, attributes.endsWith('/'));
    if (WORDS_APART.has(name)) this.out += ' ';
    return true;
  }

  private isTag(name: string, isEnd: boolean, attributes: string): boolean {
    if (MATH.has(name) && (this.mathDepth > 0 || isEnd)) return true;
    const isKnown =
      name === 'math' ||
      MARKS.has(name) ||
      WORDS_APART.has(name) ||
      DROPPED.has(name) ||
      WITH_CONTENT.has(name);
    if (!isKnown || isEnd) return isKnown;
    if (attributes.includes('=') || STANDS_ALONE.has(name)) return true;
    return !/[^\s/]/.test(attributes) && this.endOf(name) > this.at;
  }

  /** Where the last end tag of that name stands; looked up once a name, so that many open tags cost nothing. */
  private endOf(name: string): number {
    const known = this.lastEnds.get(name);
    if (known !== undefined) return known;
    const end = Math.max(this.lower.lastIndexOf(`</${name}>`), this.lower.lastIndexOf(`:${name}>`));
    this.lastEnds.set(name, end);
    return end;
  }

  private skipTo(name: string): void {
    if (this.endOf(name) < this.at) return;
    const end = this.lower.indexOf(`${name}>`, this.at);
    this.at = end === -1 ? this.source.length : end + name.length + 1;
  }

  private open(name: string, isEmpty: boolean): void {
    const parent = this.stack.at(-1);
    const isMath = MATH.has(name) && (name === 'math' || this.mathDepth > 0);
    if (parent && isMath) {
      if (parent.children > 0) this.out += parent.rewrite.between?.[parent.children - 1] ?? '';
      parent.children += 1;
    }
    const rewrite = MARKS.get(name) ?? (isMath ? MATH.get(name) : undefined);
    if (!rewrite || this.stack.length >= MOST_NESTED) return;
    this.out += rewrite.open;
    if (isEmpty) {
      this.out += rewrite.close;
      return;
    }
    this.stack.push({ name, rewrite, children: 0 });
    if (name === 'math') this.mathDepth += 1;
  }

  /** Closes what was opened after it too; an end without a beginning is nothing. */
  private close(name: string): void {
    if (!this.stack.some((open) => open.name === name)) return;
    for (let open = this.stack.pop(); open; open = this.stack.pop()) {
      this.out += open.rewrite.close;
      if (open.name === 'math') this.mathDepth -= 1;
      if (open.name === name) return;
    }
  }

  private readComment(): boolean {
    COMMENT.lastIndex = this.at;
    const match = COMMENT.exec(this.source);
    if (!match) return false;
    this.at += match[0].length;
    return true;
  }
}

function setOf(names: string): ReadonlySet<string> {
  return new Set(names.split(/\s+/));
}
