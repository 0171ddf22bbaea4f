// Answers that are odd and are taken all the same: long ones, fields nobody knows, dates to come. And who may be asked.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openSources } from '../support/asked-sources.js';
import { body } from '../support/misbehaving-http-server.js';
import { feedOf } from '../support/source-documents.js';
import { isXml, papers, subjects, Trials } from '../support/source-trials.js';

let trials: Trials;
beforeAll(async () => {
  trials = await Trials.open();
});
afterAll(() => trials.sources.stop());
beforeEach(() => trials.begin());

describe.each(subjects)('$name takes, and keeps what it has:', (subject) => {
  const many = Array.from({ length: 2_000 }, (_, index) => ({
    id: `2606.3${String(index).padStart(4, '0')}`,
    title: `Paper ${index}`,
  }));

  it('an answer of 2,000 papers', async () => {
    const { paper } = trials.sources.courant.prisma;
    const known = await paper.findMany({ orderBy: { key: 'asc' } });
    trials.serve(subject, body(subject.document([...papers, ...many]), subject.type));
    expect(await trials.ask(subject)).toMatchObject({ state: 'succeeded', read: 2_002 * subject.asks });
    expect(await paper.count()).toBe(4 + 2_000);
    const strangers = { key: { notIn: known.map(({ key }) => key) } };
    await paper.deleteMany({ where: strangers });
    const facts = ({ trendScore: _score, ...row }: (typeof known)[number]) => row;
    expect((await paper.findMany({ orderBy: { key: 'asc' } })).map(facts)).toEqual(known.map(facts));
  });

  it('fields that nobody knows', async () => {
    const more = isXml(subject)
      ? subject.document(papers.map((paper) => ({ ...paper, more: '<new xmlns="urn:new" a="b">?</new>' })))
      : subject
          .document(papers)
          .replaceAll('"title"', '"__proto__":{"x":1},"constructor":[],"new":{},"title"');
    trials.serve(subject, body(more, subject.type));
    expect(await trials.ask(subject)).toMatchObject({ state: 'succeeded', faults: [] });
    await trials.expectNothingChanged();
  });

  it('papers beside one without a title, which it tells', async () => {
    trials.serve(subject, body(subject.document([{ id: '2606.20009', title: '' }, ...papers]), subject.type));
    const ending = await trials.ask(subject);
    expect(ending).toMatchObject({ state: 'succeeded', read: 2 * subject.asks });
    expect(ending.faults[0]).toMatch(/no title|title: is empty/);
    await trials.expectNothingChanged();
  });

  it('text in another charset than is said, as far as it can be read', async () => {
    const bytes = Buffer.from(subject.document(papers), 'latin1');
    trials.serve(subject, body(bytes, subject.type));
    expect(await trials.ask(subject)).toMatchObject({ state: 'succeeded', faults: [] });
    expect(await trials.sources.courant.prisma.paper.count()).toBe(4);
    await trials.sources.courant.prisma.sourceState.deleteMany();
    await trials.expectRecovery(subject);
    const titles = (await trials.sources.courant.prisma.paper.findMany()).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(['0', '0', ...Array<string>(2).fill('A café on the Möbius strip')]);
    // Both changes are noted on the row, so from here on this is how things stand.
    await trials.takeAsStored();
  });

  it('no paper of a day to come, whatever it says', async () => {
    const later = {
      id: '2606.20009',
      title: 'Tomorrow',
      submittedAt: '2027-06-28T15:00:00Z',
      postedOn: '2027-06-29',
    };
    const document =
      subject.name === 'arxiv feed'
        ? feedOf([later], 'Tue, 29 Jun 2027 00:00:00 -0400')
        : subject.document([later, ...papers]);
    trials.serve(subject, body(document, subject.type));
    const { state, words, faults } = await trials.ask(subject);
    const ends: Record<string, RegExp> = {
      'arxiv feed': /^failed: cs: arXiv's feed says that it is of 2027-06-29, which is later than today\./,
      biorxiv: /^succeeded: .*its date, 2027-06-29, is later than today/,
    };
    expect(`${state}: ${words}${faults.join()}`).toMatch(ends[subject.name] ?? /^succeeded: $/);
    const added = await trials.sources.courant.prisma.paper.findMany({ where: { title: 'Tomorrow' } });
    // Of the list it stands in, or of the next edition: it was announced, so its date is a slip.
    const days: Record<string, string[]> = {
      huggingface: ['2026-06-29'],
      'arxiv oai': ['2026-06-30'],
      'arxiv query': ['2026-06-30'],
    };
    expect(added.map(({ announcedOn }) => announcedOn.toISOString().slice(0, 10))).toEqual(
      days[subject.name] ?? [],
    );
    await trials.sources.courant.prisma.paper.deleteMany({ where: { title: 'Tomorrow' } });
    await trials.expectNothingChanged();
  });

  it('times that are zero, as no time', async () => {
    const never = { submittedAt: '0001-01-01T00:00:00Z' };
    trials.serve(
      subject,
      body(subject.document(papers.map((paper) => ({ ...paper, ...never }))), subject.type),
    );
    expect(await trials.ask(subject)).toMatchObject({ state: 'succeeded' });
    expect(await trials.sources.courant.prisma.paper.count()).toBe(4);
    await trials.sources.courant.prisma.sourceState.deleteMany();
    await trials.expectRecovery(subject);
    await trials.expectNothingChanged();
  });

  it('the same again and again, without a change to any row', async () => {
    await trials.ask(subject);
    trials.sources.courant.clock.advance(1_000);
    await trials.sources.courant.prisma.sourceState.deleteMany();
    expect(await trials.ask(subject)).toMatchObject({ state: 'succeeded' });
    await trials.expectNothingChanged();
    trials.sources.courant.clock.set('2026-06-29T12:00:00Z');
  });
});

describe('in production', () => {
  const ask = async (env: Record<string, string>) => {
    const strict = await openSources({
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://news.example.org',
      MAIL_POSTAL_ADDRESS: 'Example Library, 1 Main Street, 12345 Town',
      ...env,
    });
    try {
      const endings = [];
      for (const name of ['huggingface', 'arxiv', 'arxiv-oai', 'biorxiv', 'medrxiv'] as const) {
        endings.push(await strict.sync(name));
      }
      endings.push(await strict.query('2606.20001'));
      return { endings, requests: strict.server.requests.length };
    } finally {
      await strict.stop();
    }
  };
  const urls = (base: string) => ({
    HUGGINGFACE_URL: base,
    ARXIV_FEED_URL: base,
    ARXIV_OAI_URL: `${base}/oai`,
    ARXIV_API_URL: `${base}/api/query`,
    BIORXIV_URL: base,
  });

  it('this machine is not asked, for no source', async () => {
    const { endings, requests } = await ask({});
    for (const { state, words } of endings)
      expect(`${state}: ${words}`).toMatch(/^failed: .*only https is allowed/);
    expect([endings.length, requests]).toEqual([6, 0]);
  });

  it('a host that was configured is not asked at a private address that DNS gives for it', async () => {
    const { endings } = await ask({ SOURCE_HOSTS: 'localhost:8443', ...urls('https://localhost:8443') });
    for (const { state, words } of endings) {
      expect(`${state}: ${words}`).toMatch(
        /^failed: .*its address (127\.0\.0\.1|::1) is not one of the public internet/,
      );
    }
  });

  it('a host that was not configured is not asked', async () => {
    const { endings } = await ask(urls('https://mirror.example.org'));
    for (const { state, words } of endings) {
      expect(`${state}: ${words}`).toMatch(/^failed: .*its host is not one of those that may be asked/);
    }
  });
});
