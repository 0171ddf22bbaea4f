// The digest mail for sending, in both parts the same as digestMail says it: the frame and each paper are rendered and
// encoded once, and joined for each reader with what is hers: reasons, ranks, subject, links.
import type { Texts } from '../language/texts.js';
import {
  BLOCK_MARKS,
  digestParts,
  type DigestParts,
  FORMATS,
  type Format,
  PAPER_MARKS,
  VALUE_MARKS,
} from './digest-parts.js';
import { frameView, paperView, type Section, SECTIONS } from './digest.mail.js';
import type { Brand, DigestMailInput, DigestPaper, QuotedContent } from './mail-content.js';
import { MOST_HTML, quotedOctets } from './mail-size.js';
import { markOf, Mould, withoutMarks } from './mould.js';
import { oneLine, webUrl } from './wording.js';
import { withoutGaps, withRules } from './wrap.js';

const MOST_FRAMES = 100;
type Moulds = Record<Format, Mould>;
type FrameView = ReturnType<typeof frameView>;
/** The papers of each section, joined or to be joined. */
type Blocks = Record<Section, Record<Format, string>[]>;

const presses = new WeakMap<Brand, DigestPress>();

export function pourDigest(input: DigestMailInput): QuotedContent {
  let press = presses.get(input.brand);
  if (!press) presses.set(input.brand, (press = new DigestPress(digestParts(input.brand))));
  return press.pour(input);
}

class DigestPress {
  private readonly frames = new Map<string, Moulds>();
  private readonly papers = new WeakMap<object, Map<string, Moulds>>();

  constructor(private readonly parts: DigestParts) {}

  pour(input: DigestMailInput): QuotedContent {
    const view = frameView(input);
    const blocks = {
      forYou: this.pourPapers('forYou', input),
      trending: this.pourPapers('trending', input),
      saved: this.pourPapers('saved', input),
    };
    const [html, text] = FORMATS.map((format) => this.join(format, view, blocks, input)) as [string, string];
    const isShort = html.length <= MOST_HTML || quotedOctets(html) <= MOST_HTML;
    return { subject: view.subject, html: isShort ? html : this.shortened(view, blocks, input, html), text };
  }

  /** Mail programs cut a longer mail off, inside a paper: ours ends after one, and says where the rest is. */
  private shortened(view: FrameView, blocks: Blocks, input: DigestMailInput, whole: string): string {
    const kept: Blocks = { ...blocks };
    const isFull = (section: Section) => (a: Section) => kept[a].length <= kept[section].length;
    let octets = quotedOctets(whole) + ROOM_FOR_NOTE;
    let left = 0;
    while (octets > MOST_HTML) {
      const section = SECTIONS.find((one) => SECTIONS.every(isFull(one))) ?? 'forYou';
      const last = kept[section].at(-1);
      if (!last) break;
      kept[section] = kept[section].slice(0, -1);
      octets -= quotedOctets(last.html);
      left += 1;
    }
    const leftText = input.texts.say('mail.digest.left', { count: left });
    return this.join('html', { ...view, leftText }, kept, input);
  }

  private join(format: Format, view: FrameView, blocks: Blocks, input: DigestMailInput): string {
    const { escape } = this.parts[format];
    const values: string[] = [];
    for (const name of OWN) values[VALUE_MARKS[name]] = escape(view[name]);
    const joined = new Map<number, string>();
    for (const section of SECTIONS) {
      joined.set(BLOCK_MARKS[section], blocks[section].map((block) => block[format]).join(''));
    }
    return this.frameOf(view, blocks, input.texts)[format].pour(values, joined);
  }

  private frameOf(view: FrameView, blocks: Blocks, texts: Texts): Moulds {
    const has = [...SECTIONS.map((name) => blocks[name].length > 0), ...OWN.map((name) => view[name] !== '')];
    const shared = SHARED.map((name) => view[name]);
    const key = `${texts.code} ${has.join()} ${shared.join('\n')}`;
    const known = this.frames.get(key);
    if (known) return known;
    const common: Record<string, unknown> = { ...view };
    // An empty value stays empty: the template leaves out what stands around it.
    for (const name of OWN) if (view[name] !== '') common[name] = markOf(VALUE_MARKS[name]);
    for (const name of SECTIONS) common[name] = blocks[name].length > 0 ? [0] : [];
    const { html, text } = this.parts;
    const fresh = {
      html: new Mould(html.frame(common, texts), html.finish, html.shortest),
      text: new Mould(withoutGaps(withRules(text.frame(common, texts))), text.finish, text.shortest),
    };
    if (this.frames.size >= MOST_FRAMES) this.frames.clear();
    this.frames.set(key, fresh);
    return fresh;
  }

  private pourPapers(section: Section, input: DigestMailInput): Record<Format, string>[] {
    return (input[section] ?? []).map((paper, index) => {
      const reason = oneLine(paper.reason);
      const feedbackUrl = webUrl(paper.feedbackUrl);
      const moulds = this.mouldsOf(section, paper, input, [reason !== '', feedbackUrl !== '']);
      const rank = String(index + 1);
      const values: string[] = [];
      values[PAPER_MARKS.rank] = rank;
      values[PAPER_MARKS.rankText] = `${rank}.`.padEnd(4);
      values[PAPER_MARKS.reason] = reason;
      values[PAPER_MARKS.feedbackUrl] = feedbackUrl;
      return {
        html: moulds.html.pour(values.map(this.parts.html.escape)),
        text: moulds.text.pour(values),
      };
    });
  }

  private mouldsOf(
    section: Section,
    paper: DigestPaper,
    { texts }: DigestMailInput,
    [hasReason, hasFeedback]: readonly [boolean, boolean],
  ): Moulds {
    const shelf = paper.shelved ?? paper;
    const variants = this.papers.get(shelf) ?? new Map<string, Moulds>();
    this.papers.set(shelf, variants);
    const followed = paper.followed?.join('\n') ?? '';
    const key = `${section} ${texts.code} ${hasReason} ${hasFeedback} ${followed}`;
    const known = variants.get(key);
    if (known) return known;
    const marked = {
      ...paperView(unmarked(paper), 0, section, texts),
      rank: markOf(PAPER_MARKS.rank),
      rankText: markOf(PAPER_MARKS.rankText),
      reason: hasReason ? markOf(PAPER_MARKS.reason) : '',
      feedbackUrl: hasFeedback ? markOf(PAPER_MARKS.feedbackUrl) : '',
    };
    const { html, text } = this.parts;
    const fresh = {
      html: new Mould(html.blocks[section](marked, texts), html.finish, html.shortest),
      text: new Mould(text.blocks[section](marked, texts), text.finish, text.shortest),
    };
    variants.set(key, fresh);
    return fresh;
  }
}

/** What is a reader's own in the frame. */
const OWN = Object.keys(VALUE_MARKS) as (keyof typeof VALUE_MARKS)[];
/** What many readers have in common, besides the brand. */
const SHARED = ['dateText', 'editionsText', 'deliverAtText', 'frequencyText', 'note'] as const;
/** Octets that the sentence about the rest takes with its link. */
const ROOM_FOR_NOTE = 1_500;

/** What the moulds are made of: the paper without what is a reader's, and without marks of its own. */
function unmarked(paper: DigestPaper): DigestPaper {
  const words = JSON.stringify({ ...paper, shelved: undefined });
  const clean = withoutMarks(words);
  return clean === words ? paper : (JSON.parse(clean) as DigestPaper);
}
