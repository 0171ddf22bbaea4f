// The digest mail for sending, in both parts the same as digestMail says it: the frame and each paper are rendered and
// encoded once, and joined for each reader with what is hers: reasons, ranks, subject, links.
import type { Texts } from '../language/texts.js';
import type { QuotedOctets } from '../shared/quoted-printable.js';
import { brandView } from './brand-view.js';
import {
  BLOCK_MARKS,
  digestParts,
  type DigestParts,
  type Format,
  PAPER_MARKS,
  VALUE_MARKS,
} from './digest-parts.js';
import { frameView, paperView, type Section, SECTIONS } from './digest.mail.js';
import type { Addressed, Brand, DigestMailInput, DigestPaper, QuotedContent } from './mail-content.js';
import { MOST_HTML, quotedOctets } from './mail-size.js';
import { markOf, Mould, withoutMarks } from './mould.js';
import { oneLine, webUrl } from './wording.js';
import { withoutGaps, withRules } from './wrap.js';

const MOST_FRAMES = 100;
type Moulds = Record<Format, Mould>;
type FrameView = ReturnType<typeof frameView>;
/** Of one paper, in one section and language: by what a reader has of it. */
type Variants = Map<number | string, Moulds>;
type Shelf = WeakMap<object, Variants>;

/** A paper's moulds, and what is poured into them, in the order of PAPER_MARKS. */
interface Filling {
  moulds: Moulds;
  html: readonly string[];
  text: readonly string[];
}
type Fillings = Record<Section, readonly Filling[]>;

const presses = new WeakMap<Brand, DigestPress>();

export function pourDigest(input: DigestMailInput): Required<QuotedContent> {
  let press = presses.get(input.brand);
  if (!press) presses.set(input.brand, (press = new DigestPress(digestParts(input.brand))));
  return press.pour(input);
}

class DigestPress {
  private readonly frames = new Map<string, Moulds>();
  private readonly shelves = new Map<string, Shelf>();

  constructor(private readonly parts: DigestParts) {}

  pour(input: DigestMailInput): Required<QuotedContent> {
    const view = frameView(input);
    const fillings = {
      forYou: this.fill('forYou', input),
      trending: this.fill('trending', input),
      saved: this.fill('saved', input),
    };
    const moulds = this.frameOf(view, fillings, input);
    return {
      subject: view.subject,
      text: (into) => this.join(into, 'text', moulds, view, fillings),
      html: (into) => {
        const start = into.length;
        this.join(into, 'html', moulds, view, fillings);
        if (into.length - start > MOST_HTML) this.shorten(into, start, view, fillings, input);
      },
    };
  }

  private fill(section: Section, input: DigestMailInput): Filling[] {
    const shelf = this.shelfOf(section, input.texts);
    const { escape } = this.parts.html;
    return (input[section] ?? []).map((of, index) => {
      const rank = String(index + 1);
      const rankText = `${rank}.`.padEnd(4);
      const reason = oneLine(of.reason);
      const feedbackUrl = webUrl(of.feedbackUrl);
      const has = (reason === '' ? 0 : HAS_REASON) + (feedbackUrl === '' ? 0 : HAS_FEEDBACK);
      return {
        moulds: this.mouldsOf(shelf, section, of, input.texts, has),
        html: [rank, rankText, escape(reason), escape(feedbackUrl)],
        text: [rank, rankText, reason, feedbackUrl],
      };
    });
  }

  private shelfOf(section: Section, texts: Texts): Shelf {
    const key = `${section} ${texts.code}`;
    const shelf = this.shelves.get(key) ?? (new WeakMap() as Shelf);
    this.shelves.set(key, shelf);
    return shelf;
  }

  /** Mail programs cut a longer mail off, inside a paper: ours ends after one, and says where the rest is. */
  private shorten(
    into: QuotedOctets,
    start: number,
    view: FrameView,
    fillings: Fillings,
    input: DigestMailInput,
  ): void {
    let octets = quotedOctets(into.toString(start));
    if (octets <= MOST_HTML) return;
    into.cut(start);
    octets += ROOM_FOR_NOTE;
    const kept = { ...fillings };
    const isFull = (section: Section) => (a: Section) => kept[a].length <= kept[section].length;
    let left = 0;
    while (octets > MOST_HTML) {
      const section = SECTIONS.find((one) => SECTIONS.every(isFull(one))) ?? 'forYou';
      const last = kept[section].at(-1);
      if (!last) break;
      kept[section] = kept[section].slice(0, -1);
      last.moulds.html.pour(into, last.html);
      octets -= quotedOctets(into.toString(start));
      into.cut(start);
      left += 1;
    }
    const leftText = input.texts.say('mail.digest.left', { count: left });
    const noted = { ...view, leftText };
    this.join(into, 'html', this.frameOf(noted, kept, input), noted, kept);
  }

  private join(
    into: QuotedOctets,
    format: Format,
    moulds: Moulds,
    view: FrameView,
    fillings: Fillings,
  ): void {
    const { escape } = this.parts[format];
    const blocks = new Map(
      SECTIONS.map((section) => [
        BLOCK_MARKS[section],
        () => {
          for (const filling of fillings[section]) filling.moulds[format].pour(into, filling[format]);
        },
      ]),
    );
    const values = MARKED.map((name) => (name === undefined ? '' : escape(view[name])));
    moulds[format].pour(into, values, blocks);
  }

  private frameOf(view: FrameView, fillings: Fillings, input: Addressed): Moulds {
    const { texts } = input;
    let key = texts.code;
    for (const name of SECTIONS) key += fillings[name].length > 0 ? '+' : '-';
    for (const name of OWN) key += view[name] === '' ? '-' : '+';
    for (const name of SHARED) key += `\n${view[name]}`;
    const known = this.frames.get(key);
    if (known) return known;
    const common: Record<string, unknown> = { ...brandView(input), ...view };
    // An empty value stays empty: the template leaves out what stands around it.
    for (const name of OWN) if (view[name] !== '') common[name] = markOf(VALUE_MARKS[name]);
    for (const name of SECTIONS) common[name] = fillings[name].length > 0 ? [0] : [];
    const { html, text } = this.parts;
    const fresh = {
      html: new Mould(html.frame(common, texts), html.finish, html.shortest),
      text: new Mould(withoutGaps(withRules(text.frame(common, texts))), text.finish, text.shortest),
    };
    if (this.frames.size >= MOST_FRAMES) this.frames.clear();
    this.frames.set(key, fresh);
    return fresh;
  }

  private mouldsOf(shelf: Shelf, section: Section, of: DigestPaper, texts: Texts, has: number): Moulds {
    const variants = shelf.get(of.paper) ?? (new Map() as Variants);
    const key = of.followed?.length ? `${has} ${of.followed.join('\n')}` : has;
    const known = variants.get(key);
    if (known) return known;
    const marked = {
      ...paperView(unmarked(of), 0, section, texts),
      rank: markOf(PAPER_MARKS.rank),
      rankText: markOf(PAPER_MARKS.rankText),
      reason: has & HAS_REASON ? markOf(PAPER_MARKS.reason) : '',
      feedbackUrl: has & HAS_FEEDBACK ? markOf(PAPER_MARKS.feedbackUrl) : '',
    };
    const { html, text } = this.parts;
    const fresh = {
      html: new Mould(html.blocks[section](marked, texts), html.finish, html.shortest),
      text: new Mould(text.blocks[section](marked, texts), text.finish, text.shortest),
    };
    variants.set(key, fresh);
    shelf.set(of.paper, variants);
    return fresh;
  }
}

/** What is a reader's own in the frame. */
const OWN = Object.keys(VALUE_MARKS) as (keyof typeof VALUE_MARKS)[];
/** The same, each at the place of its mark; between them are the marks of the sections. */
const MARKED = Array.from({ length: 1 + Math.max(...Object.values(VALUE_MARKS)) }, (_, mark) =>
  OWN.find((name) => VALUE_MARKS[name] === mark),
);
const [HAS_REASON, HAS_FEEDBACK] = [1, 2];
/** What many readers have in common, besides the brand. */
const SHARED = ['dateText', 'editionsText', 'deliverAtText', 'frequencyText', 'note'] as const;
/** Octets that the sentence about the rest takes with its link. */
const ROOM_FOR_NOTE = 1_500;

/** What the moulds are made of: the paper without what is a reader's, and without marks of its own. */
function unmarked(of: DigestPaper): DigestPaper {
  const words = JSON.stringify(of);
  const clean = withoutMarks(words);
  return clean === words ? of : (JSON.parse(clean) as DigestPaper);
}
