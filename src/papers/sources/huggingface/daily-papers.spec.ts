// The daily papers of Hugging Face: everything an item says, and items that say little, odd things or nothing.
import { describe, expect, it } from '@jest/globals';
import { SourceAnswerError } from '../source-answer-error.js';
import { readDailyPapers } from './daily-papers.js';

const user = {
  _id: 'u',
  avatarUrl: '/avatars/x.svg',
  fullname: 'Ada L.',
  name: 'ada',
  type: 'user',
  isPro: false,
};
const full = {
  paper: {
    id: '2602.23229',
    authors: [
      { _id: '1', name: 'Ada  Lovelace', hidden: false, status: 'claimed_verified', user },
      { _id: '2', name: 'Hidden Author', hidden: true },
      { _id: '3', name: 'Alan Turing' },
      { _id: '4', name: '' },
      { _id: '5' },
      'Grace Hopper',
    ],
    publishedAt: '2026-02-26T00:00:00.000Z',
    submittedOnDailyAt: '2026-02-27T02:10:00.000Z',
    submittedOnDailyBy: { _id: 'u', user: 'grace', fullname: 'Grace H.' },
    title: 'On\n  engines',
    summary: 'We show\nthat $a<b$.',
    upvotes: 41,
    discussionId: 'd',
    projectPage: 'https://engines.example.org/',
    githubRepo: 'https://github.com/o/r',
    githubRepoAddedBy: 'auto',
    githubStars: 120,
    ai_summary: 'Engines, shown.',
    ai_keywords: ['engines', '', 7, 'proof'],
    mediaUrls: ['https://cdn.example.org/of-the-paper.png'],
    organization: { _id: 'o', name: 'other', fullname: 'Other' },
    withdrawnAt: '2026-02-28T00:00:00.000Z',
  },
  publishedAt: '2026-02-26T12:08:18.000Z',
  title: 'On engines',
  summary: 'We show',
  thumbnail: 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2602.23229.png',
  mediaUrls: ['https://cdn.example.org/a.mp4', 'http://cdn.example.org/b.png', null],
  numComments: 3,
  submittedBy: user,
  organization: { _id: 'o', name: 'engines', fullname: 'The Engine Works', avatar: 'https://x/y.png' },
  isAuthorParticipating: false,
};
const small = { paper: { id: '2602.00001', title: 'Small' } };
const withPaper = (fields: Record<string, unknown>) => ({ paper: { ...small.paper, ...fields } });
const readOne = (item: unknown) => readDailyPapers([item]).papers[0];

describe('the daily papers', () => {
  it('have all that an item says', () => {
    expect(readDailyPapers([full])).toEqual({
      faults: [],
      papers: [
        {
          id: '2602.23229',
          title: 'On engines',
          summary: 'We show that $a<b$.',
          authors: ['Ada Lovelace', 'Alan Turing'],
          publishedAt: new Date('2026-02-26T12:08:18Z'),
          submittedOnDailyAt: new Date('2026-02-27T02:10:00Z'),
          upvotes: 41,
          numComments: 3,
          submittedBy: 'ada',
          organization: 'The Engine Works',
          aiSummary: 'Engines, shown.',
          aiKeywords: ['engines', 'proof'],
          githubRepo: 'https://github.com/o/r',
          githubStars: 120,
          projectPage: 'https://engines.example.org/',
          thumbnail: 'https://cdn-thumbnails.huggingface.co/social-thumbnails/papers/2602.23229.png',
          mediaUrls: ['https://cdn.example.org/a.mp4'],
          withdrawnAt: new Date('2026-02-28T00:00:00Z'),
        },
      ],
    });
  });

  it('leave open what an item does not say', () => {
    expect(readDailyPapers([small])).toEqual({
      faults: [],
      papers: [
        {
          id: '2602.00001',
          title: 'Small',
          summary: '',
          authors: [],
          publishedAt: null,
          submittedOnDailyAt: null,
          upvotes: null,
          numComments: null,
          submittedBy: null,
          organization: null,
          aiSummary: null,
          aiKeywords: [],
          githubRepo: null,
          githubStars: null,
          projectPage: null,
          thumbnail: null,
          mediaUrls: [],
          withdrawnAt: null,
        },
      ],
    });
  });

  it('take the word of the paper where the item is silent', () => {
    const { paper } = full;
    expect(readOne({ paper })).toMatchObject({
      publishedAt: new Date('2026-02-26T00:00:00Z'),
      submittedBy: 'grace',
      organization: 'Other',
      mediaUrls: ['https://cdn.example.org/of-the-paper.png'],
    });
    expect(readOne({ paper, organization: { name: 'engines' } })).toMatchObject({ organization: 'engines' });
  });

  it('hold a field that is odd for absent, and keep the paper', () => {
    const odd = {
      authors: 'Ada',
      publishedAt: 'yesterday 1',
      submittedOnDailyAt: 1_700_000_000,
      upvotes: -1,
      githubStars: 1.5,
      ai_summary: ['x'],
      ai_keywords: 'x, y',
      summary: null,
      withdrawnAt: null,
      submittedOnDailyBy: null,
      organization: 'x',
      mediaUrls: {},
    };
    const expected = readOne(small);
    expect(readDailyPapers([{ ...withPaper(odd), numComments: 'many', submittedBy: 5 }])).toEqual({
      papers: [expected],
      faults: [],
    });
  });

  it('lose only the items that cannot be read', () => {
    const items = [
      small,
      null,
      {},
      'x',
      withPaper({ title: ' ' }),
      withPaper({ id: '' }),
      withPaper({ id: 7 }),
      full,
    ];
    const { papers, faults } = readDailyPapers(items);
    expect(papers.map(({ id }) => id)).toEqual(['2602.00001', '2602.23229']);
    expect(faults.map(({ place }) => place)).toEqual([
      'item 2',
      'item 3',
      'item 4',
      'item 5',
      'item 6',
      'item 7',
    ]);
    expect(faults[3]?.reason).toBe('paper.title: is empty');
    expect(faults[4]?.reason).toBe('paper.id: not an identifier');
  });

  it('go by the bare identifier, whatever form it has; ids of other papers stay', () => {
    expect(readOne(withPaper({ id: '2602.00001v2' }))?.id).toBe('2602.00001');
    expect(readOne(withPaper({ id: '2101.00010' }))?.id).toBe('2101.00010');
    expect(readOne(withPaper({ id: 'blog-2026.x' }))?.id).toBe('blog-2026.x');
    expect(readOne(withPaper({ id: '<script>alert(1)</script>' }))).toBeUndefined();
    expect(readOne(withPaper({ id: '../../etc/passwd' }))).toBeUndefined();
  });

  it.each([
    ['http://engines.example.org/', null],
    ['javascript:alert(1)', null],
    ['https://user:word@example.org/', null],
    ['engines.example.org', null],
    [`https://example.org/${'x'.repeat(600)}`, null],
    ['https://example.org/a b', 'https://example.org/a%20b'],
  ])('link to the project page %s as %s', (projectPage, shown) => {
    expect(readOne(withPaper({ projectPage }))?.projectPage).toBe(shown);
  });

  it('show a repository given as project page once, as the code', () => {
    const projectPage = 'https://github.com/o/r/';
    const asCode = { githubRepo: 'https://github.com/o/r', projectPage: null };
    expect(readOne(withPaper({ projectPage }))).toMatchObject(asCode);
    expect(readOne(withPaper({ projectPage, githubRepo: 'o/r' }))).toMatchObject(asCode);
    expect(readOne(withPaper({ projectPage, githubRepo: 'o/other' }))).toMatchObject({
      githubRepo: 'https://github.com/o/other',
      projectPage,
    });
  });

  it('may be none, or 2,000, or of a day to come', () => {
    expect(readDailyPapers([])).toEqual({ papers: [], faults: [] });
    expect(readDailyPapers(Array.from({ length: 2_000 }, () => full)).papers).toHaveLength(2_000);
    expect(readOne({ ...small, publishedAt: '2099-01-01T00:00:00Z' })?.publishedAt?.getUTCFullYear()).toBe(
      2_099,
    );
  });

  it('that are an error are thrown with the words of Hugging Face', () => {
    const refused = () => readDailyPapers({ error: 'Date must be in the past' });
    expect(refused).toThrow(SourceAnswerError);
    expect(refused).toThrow('Hugging Face refused: Date must be in the past');
    for (const json of [null, undefined, 'x', {}, { papers: [] }, { error: 5 }]) {
      expect(() => readDailyPapers(json)).toThrow('something else than a list');
    }
  });
});
