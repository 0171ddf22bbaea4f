// What goes into matching and what comes out: plain data, so that any other matcher can stand behind the same words.

/** A paper as matching sees it. `abstract` may be empty or a one-sentence summary; the first category is the primary. */
export interface PaperText {
  id: string;
  title: string;
  abstract: string;
  authors: string[];
  categories: string[];
}

export type InterestKind = 'category' | 'query' | 'author' | 'description' | 'paper';

/**
 * One thing a subscriber asked for, or asked never to see (`muted`). `value` by kind:
 * - `category`: a code (`cs.LG`) or a whole archive (`cs`, `astro-ph`)
 * - `query`: words, "phrases", AND OR NOT ( ), title: abstract: author: category:, transform*; see query-parser.ts
 * - `author`: a name, `Yann LeCun`, `Y. LeCun` or `LeCun, Yann`
 * - `description`: free text
 * - `paper`: the text of a liked paper, title on the first line, abstract below
 */
export interface Interest {
  kind: InterestKind;
  value: string;
  /** 0.5 (a little), 1 or 2 (a lot). */
  weight: number;
  muted: boolean;
  /** Of a paper: how it came to be one of her interests; absent when she named it herself. */
  because?: LikedBecause;
  /** Of a liked paper, when they are known; the first is the primary one. */
  categories?: readonly string[];
}

export type LikedBecause = 'liked' | 'saved' | 'library';

/** Why a paper was chosen: facts, to be put into words by mails/reason-text.ts alone. */
export type Reason =
  | { kind: 'terms'; terms: string[] }
  | { kind: 'category'; category: string }
  /** `unsure`: somebody of that name; initials alone speak for it being the author followed. */
  | { kind: 'author'; author: string; unsure?: true }
  /** `words`: those of the query that the paper has, as typed; digests before 2026-11-21 have none. */
  | { kind: 'query'; query: string; words?: string[] }
  /** The nearest of her papers. */
  | { kind: 'paper'; title: string; because: LikedBecause | 'named' }
  /** Readers who like what she likes like such papers. */
  | { kind: 'community' };

/** One thing that speaks for a paper. */
export interface Sign {
  reason: Reason;
  evidence: number;
  /** Which of her interests it is, as interestKey() names it; absent for texts, of which several may speak. */
  interest?: string;
}

export interface Match {
  paperId: string;
  /** 0..1, see match-score.ts for the scale. */
  score: number;
  /** How near her texts are, and how much what she asked for by name counts: what strengthOf() reads. */
  text: number;
  asked: number;
  /** 0..1, when the community was asked; see with-community.ts. */
  community?: number;
  /** Strongest first. */
  signs: Sign[];
  /** Those of the signs, strongest first; at least one from MATCH_THRESHOLD on. */
  reasons: Reason[];
}
