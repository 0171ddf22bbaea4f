// One view for every page, for tests that must hold on all of them.
import { htmlOf } from '../../src/papers/text/html-of.js';
import { sampleReaderPages } from './sample-reader-pages.js';
import type { PageName, PageViews, SignUpView } from '../../src/platform/http/page-views.js';

export const sampleFrame = { brandName: 'Courant', publicUrl: 'https://papers.example.org' };

export const sampleSignUp: SignUpView = {
  values: {
    email: '',
    description: '',
    queries: '',
    authors: '',
    papers: '',
    categories: [],
    timeZone: '',
    deliverAtHour: 8,
  },
  errors: {},
  stamp: 'l0.x',
  preview: {
    count: 5,
    days: [
      {
        dateText: 'Friday, 26 June 2026',
        papers: [
          {
            titleHtml: htmlOf([{ text: 'Orca' }]),
            url: 'https://arxiv.org/abs/2606.30534',
            why: 'matches orca',
          },
        ],
        more: 4,
      },
    ],
  },
  groups: [
    {
      name: 'Computer Science',
      isEnglish: true,
      categories: [
        { code: 'cs.CL', name: 'Computation and Language', checked: false, isEnglish: true, also: '' },
        { code: 'cs.LG', name: 'Machine Learning', checked: true, isEnglish: true, also: '' },
      ],
    },
    {
      name: 'Statistics',
      isEnglish: true,
      categories: [{ code: 'stat.ML', name: 'Machine Learning', checked: false, isEnglish: true, also: '' }],
    },
  ],
  timeZones: ['America/New_York', 'Europe/Berlin'].map((name) => ({ name, selected: false })),
  opensMore: true,
  hadFile: true,
  frequencies: [{ value: 'daily', label: 'Every day', selected: true }],
  weekdays: [{ value: 1, label: 'Monday', selected: true }],
  hours: [7, 8].map((value) => ({ value, label: `0${value}:00`, selected: value === 8 })),
  consentText: 'By subscribing you agree to one e-mail a day.',
  latest: {
    dateText: '26 June 2026',
    papers: [
      {
        titleHtml: htmlOf([{ text: 'Orca: The World is in Your Mind' }]),
        url: 'https://arxiv.org/abs/2606.30534',
        categoryName: 'Robotics',
      },
    ],
  },
};

export const samplePages: { [Name in PageName]: PageViews[Name] } = {
  ...sampleReaderPages,
  'sign-up': sampleSignUp,
  'check-mail': { told: 'From your library 12 papers were read.' },
  embed: {
    snippet: '<form></form>',
    scriptTag: '<script></script>',
    formHtml: htmlOf([{ text: 'form' }]),
    origins: ['https://lab.example.org'],
  },
  confirm: { action: '/confirm/3f7a' },
  confirmed: { firstDigestAtText: 'tomorrow at 08:00' },
  unsubscribe: { action: '/u/3f7a' },
  unsubscribed: { action: '/u/3f7a', reason: 'Too much', error: 'No.' },
  message: {
    wayOn: { url: '/', text: 'To the front page' },
    heading: 'Not found',
    text: 'There is no such page.',
    status: 404,
  },
  editions: { editions: [{ dateOn: '2026-06-26', dateText: 'Friday, 26 June 2026', count: 312 }] },
  edition: {
    dateText: 'Friday, 26 June 2026',
    isRanked: true,
    previous: { url: '/editions/2026-06-25', text: '25 June' },
    papers: [
      {
        rank: 1,
        title: 'Orca: The World is in Your Mind',
        titleHtml: htmlOf([{ text: 'Orca: The World is in Your Mind' }]),
        url: 'https://arxiv.org/abs/2606.30534',
        pdfUrl: 'https://arxiv.org/pdf/2606.30534',
        authorsText: 'Yihao Wang, Yuheng Ji and 55 more',
        categoryName: 'Robotics',
        summaryHtml: htmlOf([
          { text: 'A model of the world, H' },
          { text: '2', mark: 'sub' },
          { text: 'O included.' },
        ]),
        upvotes: 162,
        why: 'trending: 162 upvotes',
      },
    ],
  },
  mailbox: {
    messages: [
      {
        id: '7',
        subject: 'Welcome to Courant',
        from: 'digest@example.org',
        to: 'ada@example.org',
        receivedAtText: '21 Nov 2026, 08:00',
        sizeText: '34 kB',
      },
    ],
  },
  'mailbox-message': {
    id: '7',
    subject: 'Welcome to Courant',
    from: 'digest@example.org',
    to: 'ada@example.org',
    receivedAtText: '21 Nov 2026, 08:00',
    text: 'Unsubscribe: https://papers.example.org/u/3f7a\n',
    htmlUrl: '/mailbox/7/html',
    rawUrl: '/mailbox/7/raw',
    headers: [{ name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' }],
    oneClick: true,
  },
};
