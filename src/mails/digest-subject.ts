// The subject of a digest says what is inside: `3 for you: sparse experts, weight-space symmetry · 21 Nov`.
import type { DigestMailInput, DigestPaper } from './mail-content.js';
import { oneLine, shortDate, shorten, shortTitle } from './wording.js';

/** Longer subjects are cut off by most mail programs, on telephones much earlier. */
const longestTopics = 56;

export function digestSubject(input: Pick<DigestMailInput, 'dateOn' | 'forYou' | 'trending'>): string {
  const date = shortDate(input.dateOn);
  const lead = input.trending[0];
  if (input.forYou.length > 0) return `${input.forYou.length} for you: ${topics(input.forYou)} · ${date}`;
  if (lead) return `Trending today: ${shorten(shortTitle(lead.title), longestTopics)} · ${date}`;
  return `Nothing new for you today · ${date}`;
}

/** The best papers' topics, each once, as many (at most three) as fit. */
function topics(papers: DigestPaper[]): string {
  const chosen: string[] = [];
  for (const topic of papers.map(topicOf)) {
    if (chosen.some((other) => other.toLowerCase() === topic.toLowerCase())) continue;
    if (chosen.length > 0 && [...chosen, topic].join(', ').length > longestTopics) continue;
    chosen.push(topic);
    if (chosen.length === 3) break;
  }
  return chosen.join(', ');
}

/** The first term that matched, else the title: "matches: sparse experts, routing" gives "sparse experts". */
function topicOf(paper: DigestPaper): string {
  const term = /\bmatches:\s*([^,;·(]+)/i.exec(oneLine(paper.reason))?.[1] ?? '';
  return term.trim() === '' ? shortTitle(paper.title) : shorten(term.replace(/["“”]/g, ''), 40);
}
