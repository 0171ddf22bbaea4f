// Papers that nobody wrote, for looking at mails: of several fields, with what real papers have and lack.
import { texts } from '../../language/languages.js';
import type { Texts } from '../../language/texts.js';
import type { Reason } from '../../matching/types.js';
import { plainOf, readRichText } from '../../papers/text/rich-text.js';
import type { DigestPaper } from '../mail-content.js';
import { saidOfReasons } from '../reason-text.js';

interface Written {
  title: string;
  authors: string[];
  field: [code: string, name: string];
  summary: string;
  reasons: Reason[];
  upvotes?: number;
  hasCode?: true;
}

const written: Written[] = [
  {
    title: 'Sparse Experts that Know When to Rest: Load-Aware Routing without an Auxiliary Loss',
    authors: [
      'Ada Lindqvist',
      'Tomás Herrera',
      'Wei Zhang',
      'Sofia Marchetti',
      'Idris Okafor',
      'Hannah Weiss',
      'Kenji Mori',
    ],
    field: ['cs.LG', 'Machine Learning'],
    summary:
      'Each expert announces how busy it is, and tokens choose among the idle ones. Balance comes without a second loss, and a 7B model trains a fifth faster at the same quality.',
    reasons: [
      { kind: 'terms', terms: ['sparse experts', 'routing'] },
      { kind: 'author', author: 'Hannah Weiss' },
      { kind: 'category', category: 'cs.LG' },
    ],
    upvotes: 128,
    hasCode: true,
  },
  {
    title: 'A Map of Weight-Space Symmetry, and Why Merged Models Get Lost in It',
    authors: ['Noor van den Berg', 'Étienne Charpentier'],
    field: ['cs.LG', 'Machine Learning'],
    summary:
      'Merging fails where two networks sit in different charts of the same function. Aligning charts first recovers 94 % of what merging used to lose.',
    reasons: [{ kind: 'terms', terms: ['weight-space symmetry', 'model merging'] }],
    upvotes: 41,
  },
  {
    title: String.raw`Superconductivity near 40 K in Strained La$_3$Ni$_2$O$_7$ Films: a Search for the $d_{x^2-y^2}$ Gap`,
    authors: ['Mei-Ling Chen', 'Aleksandra Nowak', 'Rajesh Iyer', 'Pedro Amaral'],
    field: ['cond-mat.supr-con', 'Superconductivity'],
    summary: String.raw`Films grown under 2 % strain lose all resistance at 38 K. Tunnelling spectra show a gap that vanishes along $k_x = \pm k_y$, as a d-wave state would have it.`,
    reasons: [
      { kind: 'query', query: '"nickelate superconductivity"' },
      { kind: 'category', category: 'cond-mat.supr-con' },
    ],
  },
  {
    title: 'How Reading Groups Choose: Twelve Years of Papers Nobody Finished',
    authors: ['יעל כהן', 'محمد الفاسي', 'Grace Adeyemi', 'Luca Romano'],
    field: ['cs.DL', 'Digital Libraries'],
    summary:
      'Logs of 214 reading groups show that a paper is finished when someone present knows an author, and hardly ever otherwise.',
    reasons: [{ kind: 'paper', title: 'Attention in Small Groups', because: 'saved' }, { kind: 'community' }],
    upvotes: 7,
  },
  {
    title: 'Bounded Gaps between Products of Two Primes in Short Intervals',
    authors: ['Oskar Lindemann'],
    field: ['math.NT', 'Number Theory'],
    summary: String.raw`In every interval of length $x^{0.45}$ there are two numbers with exactly two prime factors each, at most 6 apart.`,
    reasons: [{ kind: 'category', category: 'math.NT' }],
  },
  {
    title: 'TideNet: Hourly Sea Level from Four Cheap Sensors and a Physics Prior',
    authors: ['Marit Solberg', 'João Pereira', 'Amara Diallo', 'Finn O’Connell', 'Yuki Tanaka'],
    field: ['physics.ao-ph', 'Atmospheric and Oceanic Physics'],
    summary:
      'A small network that keeps mass and momentum needs four sensors where tide tables need a harbour. In nine bays its error is below three centimetres.',
    reasons: [{ kind: 'terms', terms: ['sea level', 'physics prior'] }],
    hasCode: true,
  },
  {
    title: 'Single-Cell Clocks Tick Apart: Ageing Is Not One Number',
    authors: ['Lena Fischer', 'Arjun Mehta', 'Claire Dubois', 'Samuel Mensah', 'Xin Liu', 'Beatriz Costa'],
    field: ['q-bio.GN', 'Genomics'],
    summary:
      'Within one organ some cells age twice as fast as their neighbours. A clock for each cell type predicts frailty where the common clock sees nothing.',
    reasons: [
      { kind: 'terms', terms: ['single-cell', 'ageing clocks'] },
      { kind: 'category', category: 'q-bio.GN' },
    ],
    upvotes: 19,
  },
  {
    title: 'Asking Less: Language Models that Stop When They Know',
    authors: ['Priya Raman', 'Jonas Keller', 'Fatima Zahra El Idrissi'],
    field: ['cs.CL', 'Computation and Language'],
    summary:
      'A model that learns to say “enough” reads a third of the documents and answers as well. It stops too early in one case of fifty.',
    reasons: [{ kind: 'terms', terms: ['early stopping', 'retrieval'] }],
    upvotes: 96,
    hasCode: true,
  },
  {
    title: 'The Faint Halo of NGC 4565 Was Three Galaxies',
    authors: ['Ines Carvalho', 'Hiroshi Sato', 'Benedikt Vogel'],
    field: ['astro-ph.GA', 'Astrophysics of Galaxies'],
    summary:
      'Deep images part the halo into the remains of three dwarfs, the last of which fell in less than a billion years ago.',
    reasons: [{ kind: 'category', category: 'astro-ph.GA' }],
  },
  {
    title: 'Proofs People Read: What 3,000 Referees Marked as Clear',
    authors: ['Zofia Kowalczyk', 'Daniel Ortiz'],
    field: ['cs.LO', 'Logic in Computer Science'],
    summary:
      'Referees call a proof clear when each step names what it uses. Length has nothing to do with it.',
    reasons: [{ kind: 'query', query: '(proof OR theorem) AND clarity', words: ['proof', 'clarity'] }],
    upvotes: 12,
  },
];

/**
 * @param number from 1; beyond the last they begin again, with links of their own
 * @param said what the reasons are said in
 */
export function specimenPaper(number: number, said: Texts = texts('en')): DigestPaper {
  const paper = written[(number - 1) % written.length];
  if (!paper) throw new RangeError('there is no such specimen');
  const id = `2611.${String(number).padStart(5, '0')}`;
  const [title, summary] = [readRichText(paper.title), readRichText(paper.summary)];
  const facts = {
    key: id,
    title: plainOf(title),
    richTitle: title,
    authors: paper.authors,
    categoryCode: paper.field[0],
    categoryName: paper.field[1],
    summary: plainOf(summary),
    richSummary: summary,
    url: `https://arxiv.org/abs/${id}`,
    pdfUrl: `https://arxiv.org/pdf/${id}`,
    ...(paper.upvotes !== undefined && { upvotes: paper.upvotes }),
    ...(paper.hasCode && { codeUrl: `https://github.com/example-lab/paper-${number}` }),
  };
  return {
    paper: facts,
    ...saidOfReasons(said, paper.reasons),
    feedbackUrl: `https://news.example.org/f/018f3c5e-7a10-7c3e-9d2b-4f6a8b0c1d2e.kY3mVt0pQw7sLx9cRb2nZg/f${number}`,
  };
}

export function specimenPapers(count: number, from = 1, said?: Texts): DigestPaper[] {
  return Array.from({ length: count }, (_, index) => specimenPaper(from + index, said));
}
