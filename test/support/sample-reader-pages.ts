// One view for every page of a reader who is known; see sample-pages.ts.
import { htmlOf } from '../../src/papers/text/html-of.js';
import type { ReaderPageViews } from '../../src/platform/http/reader-page-views.js';

const frame = { base: '/p/3f7a', isSignedIn: false };
const choice = (value: string, label: string) => [{ value, label, selected: true }];
const weights = choice('normal', 'Normal');

const saidPaper = {
  key: '2606.30534',
  title: 'Orca: The World is in Your Mind',
  titleHtml: htmlOf([{ text: 'Orca: The World is in Your Mind' }]),
  url: 'https://arxiv.org/abs/2606.30534',
  authorsText: 'Yihao Wang, Yuheng Ji and 55 more',
  categoryName: 'Robotics',
  why: 'matches world models',
  said: 'You said: more like this.',
  acts: [
    { act: 'less', label: 'Less like this' },
    { act: 'save', label: 'Save' },
  ],
};

export const sampleReaderPages: ReaderPageViews = {
  'sign-in': { email: '', errors: {} },
  'sign-in-sent': {},
  'sign-in-button': { action: '/sign-in/3f7a' },
  settings: {
    ...frame,
    notice: 'Your settings are saved.',
    stateText: 'Paused until Friday, 26 June 2026: nothing is sent to you before.',
    isPaused: true,
    isUnsubscribed: false,
    errors: {},
    frequencies: choice('daily', 'Every day'),
    weekdays: choice('1', 'Monday'),
    hours: choice('8', '08:00'),
    timeZones: [{ name: 'Europe/Berlin', selected: true }],
    maxPapers: '10',
    strictnesses: choice('0', 'Normally'),
    tellsWhenEmpty: true,
    formats: choice('html', 'Formatted (HTML)'),
    readerLanguages: choice('en', 'English'),
    untilOn: '2026-06-26',
    tomorrowOn: '2026-06-20',
  },
  feedback: { paper: saidPaper, isDone: true, buttons: [{ action: '/f/3f7a/f1/undo', label: 'Take back' }] },
  history: {
    ...frame,
    digests: [{ dateText: 'Friday, 26 June 2026', whyEmpty: '', mailUrl: '/d/3f7a', papers: [saidPaper] }],
    olderUrl: '/p/3f7a/history?before=2026-06-26',
  },
  saved: { ...frame, papers: [saidPaper] },
  account: {
    ...frame,
    isSignedIn: true,
    address: 'ada@example.org',
    email: 'ada@',
    errors: { email: 'No.' },
  },
  library: {
    ...frame,
    notice: 'Read as BibTeX: 1 paper, 1 of them known here; 1 added.',
    faults: [{ line: 4, message: 'This entry has no title.' }],
    text: '',
    zotero: 'ada',
    zoteroError: 'No.',
    count: 1,
    entries: [{ id: '1', title: 'Orca', byline: 'Yihao Wang, 2026', isKnown: true }],
  },
  erase: { base: '/p/me', address: 'ada@example.org' },
  'pause-instead': { action: '/u/3f7a/pause', weeks: choice('4', '4 weeks') },
  'new-address': { action: '/new-address/3f7a' },
  done: { heading: 'You are forgotten', text: 'Everything about you is erased.' },
  interests: {
    ...frame,
    previewAction: '/p/3f7a/interests/preview',
    liked: [{ id: '1', title: 'Orca', weights }],
    papers: '2606.1',
    papersError: 'No.',
    errors: [{ id: 'query-1', field: 'Query 1', message: 'Column 13: this bracket is not closed.' }],
    description: { id: 'description-1', value: 'Sparse experts', label: '', weights },
    queries: [{ id: 'query-1', value: '(sparse', label: '', weights, error: 'Column 1: not closed.' }],
    authors: [{ id: 'author-1', value: '', label: '', weights }],
    followed: [{ id: 'category-1', value: 'cs.LG', label: 'Machine Learning', weights, isEnglish: true }],
    groups: [
      {
        name: 'Statistics',
        isEnglish: true,
        categories: [{ code: 'stat.ML', name: 'Machine Learning', checked: true, isEnglish: true, also: '' }],
      },
    ],
  },
};
