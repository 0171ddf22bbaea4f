// The subject of a digest says what is inside: `3 for you: sparse experts, weight-space symmetry · 21 Nov`.
import type { DigestMailInput, DigestPaper } from './mail-content.js';
import { remembered } from '../shared/remembered.js';
import { oneLine, shorten, shortTitle } from './wording.js';

/** Longer subjects are cut off by most mail programs, on telephones much earlier. */
const longestTopics = 56;
const MOST_TOPICS = 1_000;

type Said = Pick<DigestMailInput, 'dateOn' | 'forYou' | 'trending' | 'texts'>;

export function digestSubject({ dateOn, forYou, trending, texts }: Said): string {
  const date = texts.shortDate(dateOn);
  const lead = trending[0];
  if (forYou.length > 0) {
    const values = { count: forYou.length, topics: topics(forYou, texts.say('words.comma')), date };
    return texts.say('mail.digest.subject', values);
  }
  if (!lead) return texts.say('mail.digest.subjectEmpty', { date });
  const title = shorten(shortTitle(lead.paper.title), longestTopics);
  return texts.say('mail.digest.subjectTrending', { title, date });
}

/** The best papers' topics, as many (at most three) as fit; none that another one says already. */
function topics(papers: DigestPaper[], comma: string): string {
  const chosen: string[] = [];
  for (const paper of papers) {
    const topic = topicOf(paper);
    if (chosen.some((other) => says(other, topic))) continue;
    if (chosen.length > 0 && [...chosen, topic].join(comma).length > longestTopics) continue;
    chosen.push(topic);
    if (chosen.length === 3) break;
  }
  return chosen.join(comma);
}

/** What she asked for that the paper has, else its title. */
function topicOf({ paper, topics }: DigestPaper): string {
  const term = oneLine(topics?.[0] ?? '').replace(/["“”]/g, '');
  return term === '' ? shortTitle(paper.title) : shorten(term, 40);
}

/** `Hubble tension` says `Hubble`, and `Robot Manipulation` says `robots`. */
function says(one: string, other: string): boolean {
  const words = wordsOf(one);
  for (const word of wordsOf(other)) if (!words.has(word)) return false;
  return true;
}

const wordsOf = remembered(
  MOST_TOPICS,
  (topic) =>
    new Set(
      topic
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u)
        .map((word) => word.replace(/(?<=..)s$/, '')),
    ),
);
