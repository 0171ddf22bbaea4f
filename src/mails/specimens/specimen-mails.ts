// Every mail of ours in every state it can be in, with sample data: to look at (`npm run mail:preview`), to check, and to
// try an operator's templates with.
import { texts } from '../../language/languages.js';
import type { Texts } from '../../language/texts.js';
import { addressChangedMail } from '../address-changed.mail.js';
import { alertMail } from '../alert.mail.js';
import { changeAddressMail } from '../change-address.mail.js';
import { confirmationMail } from '../confirmation.mail.js';
import { erasedMail } from '../erased.mail.js';
import { frequencyText } from '../frequency-text.js';
import type { Brand, DigestMailInput, DigestPaper, MailContent, PaperFacts } from '../mail-content.js';
import { signInMail } from '../sign-in.mail.js';
import type { MailName } from '../stationery.js';
import { trendWords } from '../trend-words.js';
import { welcomeMail } from '../welcome.mail.js';
import { specimenPaper, specimenPapers } from './specimen-papers.js';

export interface Specimen {
  kind: MailName;
  /** `10-papers`, `de`; unique with the kind. */
  state: string;
  write(): MailContent;
}

const site = 'https://news.example.org';
const readerId = '018f3c5e-6b2a-7d41-8e90-1a2b3c4d5e6f';
export const SPECIMEN_LINKS = {
  unsubscribeUrl: `${site}/u/${readerId}.Jq8fKd2mRw5xVb1nTz7cYg`,
  settingsUrl: `${site}/p/${readerId}.Hs4pLc9vQe6tXa3kNu0wBg`,
  browserUrl: `${site}/d/018f3c5e-7a10-7c3e-9d2b-4f6a8b0c1d2e.Wd5rMf8jTk2bPz6hGy1vSg`,
  url: `${site}/confirm/Yk3vTq8mNc5xRb1wHz7dLp2gJf6sKa9eUo4iVt0yBnM`,
} as const;

export const specimenBrand: Brand = {
  name: 'Courant',
  publicUrl: site,
  postalAddress: 'Example University Library, 12 Canal Street, 1011 AB Amsterdam, Netherlands',
  ownerEmail: 'library@example.org',
};

export function specimenDigest(change: Partial<DigestMailInput> = {}): DigestMailInput {
  const said = change.texts ?? texts('en');
  return {
    brand: specimenBrand,
    texts: said,
    dateOn: '2026-11-21',
    deliverAtHour: 8,
    frequencyText: frequencyText(said, 'daily', 1),
    forYou: specimenPapers(3, 1, said),
    trending: specimenTrending(said),
    editionsText: said.say('mail.digest.announced', { dates: said.dateRange('2026-11-19', '2026-11-20') }),
    unsubscribeUrl: SPECIMEN_LINKS.unsubscribeUrl,
    settingsUrl: SPECIMEN_LINKS.settingsUrl,
    browserUrl: SPECIMEN_LINKS.browserUrl,
    ...change,
  };
}

function specimenTrending(said: Texts): DigestPaper[] {
  return [108, 107, 106].map((number, index) => {
    const paper = specimenPaper(number);
    const facts = {
      upvotes: [412, 167, 0][index] ?? 0,
      comments: [18, 2, 9][index] ?? 0,
      codeStars: [1_240, 0, 0][index] ?? 0,
      isOnHuggingFace: true,
      mostIn: index === 0 ? paper.paper.categoryName : '',
    };
    const feedbackUrl = paper.feedbackUrl?.replace(/f\d+$/, `t${index + 1}`) ?? '';
    return { ...paper, reason: trendWords(facts, said), feedbackUrl };
  });
}

/** What papers try: long, empty, hostile. */
const longTitle =
  'On the Remarkable Length of Certain Titles, and What Becomes of Them in the Narrow Columns of Mail Programs, on Telephones Held Upright, in Lists of Unread Messages and in the Minds of Readers Who Have Three Minutes before the Train Arrives: a Study in Forty-Eight Parts with Supplementary Material, Errata and an Afterword by the Editors';
const evil = `<script>alert(1)</script><img src=x onerror=alert(2)> {{unsubscribeUrl}} "quoted" & 'so'\r\nBcc: eve@example.org \u202egnp.exe`;
const hostile: Partial<PaperFacts> = {
  title: evil,
  authors: [evil, 'Robert"); DROP TABLE papers;--'],
  summary: evil.repeat(3),
  categoryName: evil,
  categoryCode: '<b>',
  url: 'javascript:alert(3)',
  pdfUrl: 'https://example.org/"onmouseover=alert(4)',
  codeUrl: 'data:text/html,<script>alert(5)</script>',
};
const bare = (number: number): DigestPaper => ({
  paper: {
    key: `bare-${number}`,
    title: `A Preprint of which the Source Says Nothing Else, Number ${number}`,
    authors: [],
    categoryCode: '',
    categoryName: '',
    summary: '',
    url: `https://example.org/bare/${number}`,
  },
  reason: '',
});
/** Another paper in its place. */
const changed = (of: DigestPaper, change: Partial<PaperFacts>): DigestPaper => {
  const { richTitle: _title, richSummary: _summary, ...paper } = of.paper;
  return { ...of, paper: { ...paper, ...change } };
};

function digestStates(brand: Brand): Record<string, DigestMailInput> {
  const digest = (change: Partial<DigestMailInput>) => specimenDigest({ brand, ...change });
  const inLanguage = (code: string) => {
    const said = texts(code);
    return digest({
      texts: said,
      frequencyText: frequencyText(said, 'weekly', 5),
      saved: specimenPapers(2, 5),
    });
  };
  return {
    '0-papers': digest({ forYou: [] }),
    'nothing-at-all': digest({ forYou: [], trending: [], because: 'no_new_papers', editionsText: '' }),
    '1-paper': digest({ forYou: specimenPapers(1), trending: [], because: 'few_matched' }),
    '3-papers': digest({}),
    '10-papers': digest({ forYou: specimenPapers(10) }),
    '50-papers': digest({ forYou: specimenPapers(50) }),
    'weekly-with-saved': digest({
      frequencyText: frequencyText(texts('en'), 'weekly', 5),
      saved: specimenPapers(3, 5),
    }),
    'long-title': digest({ forYou: [changed(specimenPaper(1), { title: longTitle }), specimenPaper(2)] }),
    'hostile-text': digest({
      forYou: [{ ...changed(specimenPaper(1), hostile), reason: evil, topics: [evil], followed: [evil] }],
      trending: [],
    }),
    'missing-fields': digest({ forYou: [bare(1), bare(2)], trending: [bare(3)], editionsText: '' }),
    german: inLanguage('de'),
    chinese: inLanguage('zh'),
  };
}

/**
 * @param writeDigest what makes a digest's mail: `digestMail`, or as it is sent
 * @param brand as an operator has configured it, or the specimens' own
 */
export function specimenMails(
  writeDigest: (input: DigestMailInput) => MailContent,
  brand: Brand = specimenBrand,
): Specimen[] {
  const digests = Object.entries(digestStates(brand)).map(([state, digest]) => ({
    kind: 'digest' as const,
    state,
    write: () => writeDigest(digest),
  }));
  return [...digests, ...['en', 'de', 'zh'].flatMap((code) => otherMails(brand, code))];
}

function otherMails(brand: Brand, code: string): Specimen[] {
  const said = texts(code);
  const frame = { brand, texts: said };
  const { url, unsubscribeUrl, settingsUrl } = SPECIMEN_LINKS;
  const when = said.say('words.dateAtTime', { date: said.longDate('2026-11-22'), time: '08:00' });
  const interests = ['Machine Learning', 'Superconductivity', '“weight-space symmetry”', 'Hannah Weiss'];
  const mails: Record<Exclude<MailName, 'digest'>, () => MailContent> = {
    confirmation: () => confirmationMail({ ...frame, confirmUrl: url, expiresInDays: 7 }),
    welcome: () => welcomeMail({ ...frame, firstDigestAtText: when, interests, unsubscribeUrl, settingsUrl }),
    'sign-in': () => signInMail({ ...frame, url: url.replace('confirm', 'sign-in'), expiresInMinutes: 15 }),
    'change-address': () =>
      changeAddressMail({ ...frame, url: url.replace('confirm', 'new-address'), expiresInMinutes: 60 }),
    'address-changed': () =>
      addressChangedMail({
        ...frame,
        changedAtText: when,
        maskedAddress: 'a***@e***.org',
        url: url.replace('confirm', 'new-address'),
        expiresInDays: 7,
      }),
    erased: () => erasedMail({ ...frame, erasedAtText: when }),
    alert: () => alertMail({ ...frame, ...specimenAlert }),
  };
  return Object.entries(mails).map(([kind, write]) => ({ kind: kind as MailName, state: code, write }));
}

const specimenAlert = {
  title: 'Gmail refuses our mail',
  facts: [
    'Of the last 200 mails to gmail.com, 31 were refused with 550 5.7.26: neither SPF nor DKIM passed.',
    'Sending is paused. 1,204 digests of today are waiting; they expire at 04:00 tomorrow.',
  ],
  steps: [
    'Check that courant2026._domainkey.news.example.org still holds the public key.',
    'Then continue sending in the admin pages.',
  ],
  noticedAtText: '2026-11-21 08:15',
  url: `${site}/admin`,
};
