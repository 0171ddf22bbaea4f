// The digest mail for sending, in both parts the same as digestMail says it: the frame and each paper are rendered and
// encoded once, and joined for each reader with what is hers: reasons, ranks, subject, links.
import type { DigestMailInput, DigestPaper, QuotedContent } from './mail-content.js';
import { frameView, paperView, type PaperView, trendingReason, trendingView } from './digest.mail.js';
import { markOf, Mould, withoutMarks } from './mould.js';
import { compileTemplate, escapeHtml, readTemplate, takeOutBlock, type Template } from './render.js';
import { foldHtml, withoutGaps, wrapLine } from './wrap.js';
import { oneLine, webUrl } from './wording.js';

type Section = 'forYou' | 'trending';

interface Part {
  frame: Template;
  blocks: Record<Section, Template>;
  finish: (line: string) => string;
  escape: (text: string) => string;
}

const [FOR_YOU, TRENDING] = [4, 5];
const MOST_FRAMES = 100;

let parts: { html: Part; text: Part } | undefined;
const frames = new Map<string, { html: Mould; text: Mould }>();
const papers = new WeakMap<object, Map<string, { html: Mould; text: Mould }>>();

export function pourDigest(input: DigestMailInput): QuotedContent {
  parts ??= {
    html: readPart('digest.html.hbs', false, foldHtml, escapeHtml),
    text: readPart('digest.txt.hbs', true, wrapLine, (text) => text),
  };
  const { html, text } = parts;
  const view = frameView(input);
  const frame = frameOf(html, text, view, input.trending.length > 0);
  const values = [view.subject, view.preheader, view.unsubscribeUrl, view.settingsUrl];
  const forYou = blocks('forYou', input.forYou, parts);
  const trending = blocks('trending', input.trending, parts);
  const pour = (name: 'html' | 'text', escape: Part['escape']) =>
    frame[name].pour(
      values.map(escape),
      new Map([
        [FOR_YOU, forYou[name]],
        [TRENDING, trending[name]],
      ]),
    );
  return { subject: view.subject, html: pour('html', html.escape), text: pour('text', text.escape) };
}

function readPart(file: string, noEscape: boolean, finish: Part['finish'], escape: Part['escape']): Part {
  const first = takeOutBlock(readTemplate(file), 'forYou', markOf(FOR_YOU));
  const second = takeOutBlock(first.frame, 'trending', markOf(TRENDING));
  return {
    frame: compileTemplate(second.frame, noEscape),
    blocks: {
      forYou: compileTemplate(first.block, noEscape),
      trending: compileTemplate(second.block, noEscape),
    },
    finish: (line) => finish(line),
    escape,
  };
}

function frameOf(html: Part, text: Part, view: ReturnType<typeof frameView>, hasTrending: boolean) {
  const common = {
    ...view,
    subject: markOf(0),
    preheader: markOf(1),
    unsubscribeUrl: markOf(2),
    settingsUrl: markOf(3),
  };
  const key = JSON.stringify([common, hasTrending]);
  const known = frames.get(key);
  if (known) return known;
  const marked = { ...common, trending: hasTrending ? [0] : [] };
  const fresh = {
    html: new Mould(html.frame(marked), html.finish, 900),
    text: new Mould(withoutGaps(text.frame(marked)), text.finish),
  };
  if (frames.size >= MOST_FRAMES) frames.clear();
  frames.set(key, fresh);
  return fresh;
}

function blocks(section: Section, chosen: readonly DigestPaper[], parts: { html: Part; text: Part }) {
  const joined = { html: '', text: '' };
  for (const [index, paper] of chosen.entries()) {
    const said = oneLine(paper.reason);
    const reason = section === 'trending' ? trendingReason(said) : said;
    const feedbackUrl = webUrl(paper.feedbackUrl);
    const moulds = mouldsOf(
      section,
      paper,
      { hasReason: reason !== '', hasFeedback: feedbackUrl !== '' },
      parts,
    );
    const rank = String(index + 1);
    const rankText = `${rank}.`.padEnd(4);
    joined.html += moulds.html.pour([
      rank,
      rankText,
      parts.html.escape(reason),
      parts.html.escape(feedbackUrl),
    ]);
    joined.text += moulds.text.pour([rank, rankText, reason, feedbackUrl]);
  }
  return joined;
}

function mouldsOf(
  section: Section,
  paper: DigestPaper,
  { hasReason, hasFeedback }: { hasReason: boolean; hasFeedback: boolean },
  { html, text }: { html: Part; text: Part },
) {
  const shelf = paper.shelved ?? paper;
  const variants = papers.get(shelf) ?? new Map<string, { html: Mould; text: Mould }>();
  papers.set(shelf, variants);
  const key = `${section} ${hasReason} ${hasFeedback}`;
  const known = variants.get(key);
  if (known) return known;
  const view: PaperView = (section === 'trending' ? trendingView : paperView)(unmarked(paper), 0);
  const marked = {
    ...view,
    rank: markOf(0),
    rankText: markOf(1),
    reason: hasReason ? markOf(2) : '',
    feedbackUrl: hasFeedback ? markOf(3) : '',
  };
  const fresh = {
    html: new Mould(html.blocks[section](marked), html.finish, 900),
    text: new Mould(text.blocks[section](marked), text.finish),
  };
  variants.set(key, fresh);
  return fresh;
}

function unmarked(paper: DigestPaper): DigestPaper {
  const words = JSON.stringify({ ...paper, shelved: undefined });
  const clean = withoutMarks(words);
  return clean === words ? paper : (JSON.parse(clean) as DigestPaper);
}
