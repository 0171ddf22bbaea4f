// Inputs of mails for tests: one brand, and as many papers as wanted.
import { texts } from '../../src/language/languages.js';
import type { Brand, DigestMailInput, DigestPaper, PaperFacts } from '../../src/mails/mail-content.js';

export const sampleBrand: Brand = {
  name: 'Courant',
  publicUrl: 'https://papers.example.org',
  postalAddress: 'Example Lab, 12 Canal Street, 1011 AB Amsterdam',
  ownerEmail: 'editor@example.org',
};

/** A paper whose every link is its own, so that a missing one is noticed. */
export function samplePaper(
  number: number,
  change: Partial<PaperFacts & Omit<DigestPaper, 'paper'>> = {},
): DigestPaper {
  const { reason, topics, followed, feedbackUrl, ...facts } = change;
  const paper = {
    key: `2606.${String(number).padStart(5, '0')}`,
    title: `Paper number ${number}: a study of sparse experts and how they find their way`,
    authors: ['Ada Lovelace', 'Émilie du Châtelet', 'Sofja Kowalewskaja', 'Emmy Noether', 'Grace Hopper'],
    categoryName: 'Machine Learning',
    categoryCode: 'cs.LG',
    summary: 'Experts that see few examples learn slowly. We route by need, and all of them learn.',
    url: `https://arxiv.org/abs/2606.${String(number).padStart(5, '0')}`,
    pdfUrl: `https://arxiv.org/pdf/2606.${String(number).padStart(5, '0')}`,
    ...facts,
  };
  return {
    paper,
    reason: reason ?? 'matches sparse experts, routing',
    topics: topics ?? ['sparse experts', 'routing'],
    ...(followed && { followed }),
    ...(feedbackUrl !== undefined && { feedbackUrl }),
  };
}

export function samplePapers(count: number, from = 1): DigestPaper[] {
  return Array.from({ length: count }, (_, index) => samplePaper(from + index));
}

export function sampleDigest(change: Partial<DigestMailInput> = {}): DigestMailInput {
  return {
    brand: sampleBrand,
    texts: texts('en'),
    dateOn: '2026-11-21',
    deliverAtHour: 8,
    forYou: samplePapers(3),
    trending: samplePapers(2, 51).map(({ paper }) => ({
      paper: { ...paper, upvotes: 129 },
      reason: '129 upvotes',
    })),
    editionsText: 'Papers announced 24 to 26 June 2026',
    unsubscribeUrl: 'https://papers.example.org/u/3f7a9b1c4d5e6f70',
    settingsUrl: 'https://papers.example.org/p/3f7a9b1c4d5e6f70',
    frequencyText: 'daily',
    ...change,
  };
}
