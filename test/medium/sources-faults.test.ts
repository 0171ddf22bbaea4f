// Whatever a source does on bad days, and whatever an attacker would: each fault at each of the five services. It ends in
// retries with growing waits or in a plain error; what is stored stays as it is, and the other sources go on.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { type AskedSources, type Ending, openSources } from '../support/asked-sources.js';
import {
  type Behaviour,
  body,
  bomb,
  cutOff,
  empty,
  hang,
  redirect,
  status,
} from '../support/misbehaving-http-server.js';
import {
  dailyPapersOf,
  detailsOf,
  type Facts,
  feedOf,
  JSON_TYPE,
  oaiOf,
  queryOf,
  RSS_TYPE,
  XML_TYPE,
} from '../support/source-documents.js';
import { tableContents } from '../support/table-contents.js';

interface Subject {
  name: string;
  path: string;
  type: string;
  /** How often it asks when all goes well. */
  asks: number;
  document(papers: readonly Facts[]): string;
  ask(): Promise<Ending>;
}

let sources: AskedSources;
const papers: Facts[] = [
  { id: '2606.20001', title: 'A café on the Möbius strip', categories: ['cs.LG', 'stat.ML'] },
  { id: '2101.00010', title: '0', categories: ['cs.AI'] },
];
const ids = papers.map(({ id }) => id ?? '');

const subjects: Subject[] = [
  {
    name: 'huggingface',
    path: '/api/daily_papers',
    type: JSON_TYPE,
    asks: 4,
    document: dailyPapersOf,
    ask: () => sources.sync('huggingface', { force: true }),
  },
  {
    name: 'arxiv feed',
    path: '/rss/cs',
    type: RSS_TYPE,
    asks: 1,
    document: feedOf,
    ask: () => sources.sync('arxiv', { force: true }),
  },
  {
    name: 'arxiv oai',
    path: '/oai',
    type: XML_TYPE,
    asks: 1,
    document: oaiOf,
    ask: () => sources.sync('arxiv-oai', { force: true }),
  },
  {
    name: 'arxiv query',
    path: '/api/query',
    type: 'application/atom+xml; charset=UTF-8',
    asks: 1,
    document: queryOf,
    ask: () => sources.query(...ids),
  },
  {
    name: 'biorxiv',
    path: '/details/biorxiv/2026-06-26/2026-06-29/0/json',
    type: JSON_TYPE,
    asks: 1,
    document: detailsOf,
    ask: () => sources.sync('biorxiv', { force: true }),
  },
];
const isXml = ({ type }: Subject) => type !== JSON_TYPE;

const good = (subject: Subject) => body(subject.document(papers), subject.type);
const serveAll = () => {
  for (const subject of subjects) sources.server.on(subject.path, good(subject));
};

let stored: Record<string, string>;

beforeAll(async () => {
  sources = await openSources({ SOURCE_HOSTS: '10.0.0.1' });
  serveAll();
  // Twice, so that every source has added what it knows of papers that another brought.
  for (const subject of [...subjects, ...subjects]) {
    await sources.forget();
    expect(await subject.ask()).toMatchObject({ state: 'succeeded', words: '' });
  }
  expect(await sources.courant.prisma.paper.count()).toBe(4);
  stored = await contents();
});
afterAll(() => sources.stop());
beforeEach(async () => {
  await sources.forget();
  sources.pace.timeoutMs = 10_000;
  sources.pace.longestWaitMs = 200;
  serveAll();
});

const contents = () => tableContents(sources.courant.databaseUrl);
const askedOf = ({ path }: Subject) =>
  sources.server.requests.filter((request) => request.path.split('?')[0] === path);
const stateOf = ({ name }: Subject) =>
  sources.courant.prisma.sourceState.findUnique({
    where: { name: name === 'arxiv feed' ? 'arxiv' : name.replace(' ', '-') },
  });

/** Nothing was added, changed or lost. */
async function expectNothingChanged(): Promise<void> {
  expect((await contents())['papers']).toBe(stored['papers']);
}

/** Another server, as another lane has it, and then the same one when it is well again. */
async function expectRecovery(subject: Subject): Promise<void> {
  const other = subjects.find(
    ({ name }) => name === (subject.name === 'biorxiv' ? 'huggingface' : 'biorxiv'),
  );
  expect(await other?.ask()).toMatchObject({ state: 'succeeded' });
  await sources.courant.prisma.$executeRaw`DELETE FROM request_gates`;
  sources.server.on(subject.path, good(subject));
  expect(await subject.ask()).toMatchObject({ state: 'succeeded', words: '', read: 2 * subject.asks });
  if (subject.name !== 'arxiv query') {
    expect(await stateOf(subject)).toMatchObject({ failures: 0, lastError: null, notBefore: null });
  }
}

/** It failed, in these words, which are on the status row; and it is not asked again before some minutes. */
async function expectFailure(subject: Subject, words: RegExp, requests: number): Promise<void> {
  const { state, words: said } = await subject.ask();
  expect(`${state}: ${said}`).toMatch(words);
  expect(state).toBe('failed');
  expect(askedOf(subject)).toHaveLength(requests);
  if (subject.name === 'arxiv query') return;
  const row = await stateOf(subject);
  expect(row).toMatchObject({ failures: 1, lastSucceededAt: null });
  const restMs = (row?.notBefore?.getTime() ?? 0) - sources.courant.clock.now().getTime();
  expect(restMs).toBeGreaterThanOrEqual(5 * 60_000);
}

interface Fault {
  name: string;
  does: (subject: Subject) => Behaviour;
  words: RegExp;
}

const halfOf = (text: string) => text.slice(0, Math.floor(text.length / 2));

describe.each(subjects)(
  '$name asks again, after longer and longer waits, and then fails in plain words:',
  (subject) => {
    const faults: Fault[] = [
      {
        name: '429',
        does: () => status(429, {}, 'Rate exceeded.'),
        words: /answered 429 \(Too Many Requests\)\.$/,
      },
      { name: '503', does: () => status(503), words: /answered 503 \(Service Unavailable\)\.$/ },
      { name: 'hang', does: () => hang, words: /did not send all of its answer within 0\.15 s\.$/ },
      {
        name: 'empty 200',
        does: ({ type }) => empty({ 'content-type': type }),
        words: /answered 200 with nothing in it/,
      },
      { name: 'blank 200', does: ({ type }) => body(' \n', type), words: /empty answer|is not JSON/ },
      {
        name: 'connection lost half-way',
        does: (one) => cutOff(Buffer.from(one.document(papers)), {}, one.type),
        words: /Could not fetch .*: aborted/,
      },
      {
        name: 'half a document',
        does: (one) => body(halfOf(one.document(papers)), one.type),
        words: /something that is not JSON|XML that cannot be read/,
      },
    ];

    it.each(faults)('$name', async ({ does, words }) => {
      const { server, pace } = sources;
      if (does(subject) === hang) pace.timeoutMs = 150;
      server.on(subject.path, does(subject));
      await expectFailure(subject, words, 3);
      const [first = 0, second = 0, third = 0] = askedOf(subject).map(({ at }) => at);
      // A fifth shorter or longer by chance: so at least these, whatever the machine does meanwhile.
      expect(second - first).toBeGreaterThanOrEqual(0.8 * pace.firstWaitMs);
      expect(third - second).toBeGreaterThanOrEqual(0.8 * 2 * pace.firstWaitMs);
      await expectNothingChanged();
      await expectRecovery(subject);
      await expectNothingChanged();
    });

    it.each(faults)('but $name once costs one request more', async ({ does }) => {
      if (does(subject) === hang) sources.pace.timeoutMs = 300;
      sources.server.on(subject.path, does(subject), good(subject));
      expect(await subject.ask()).toMatchObject({ state: 'succeeded', words: '', read: 2 * subject.asks });
      expect(askedOf(subject)).toHaveLength(subject.asks + 1);
      await expectNothingChanged();
    });

    it('429 with Retry-After once, after no less than that', async () => {
      sources.pace.longestWaitMs = 2_000;
      sources.server.on(subject.path, status(429, { 'retry-after': '1' }), good(subject));
      expect(await subject.ask()).toMatchObject({ state: 'succeeded' });
      const [first = 0, second = 0] = askedOf(subject).map(({ at }) => at);
      expect(second - first).toBeGreaterThanOrEqual(1_000);
      await expectNothingChanged();
    });
  },
);

const doctype = (inside: string, root: string) => `<?xml version="1.0"?>\n<!DOCTYPE ${root} [${inside}]>`;
const laughs = [
  '<!ENTITY a0 "ha">',
  ...Array.from({ length: 12 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`),
];
const withDoctype = (subject: Subject, inside: string, entity: string) =>
  subject
    .document([{ title: 'ENTITY' }])
    .replace(/<\?xml[^>]*\?>/, doctype(inside, 'x'))
    .replace('ENTITY', entity);

const errorFeed = `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns="http://www.w3.org/2005/Atom">
<title>ArXiv Query</title><updated>2026-06-29T04:00:00Z</updated><opensearch:totalResults>1</opensearch:totalResults>
<entry><id>http://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>
<summary>incorrect id format for x</summary><updated>2026-06-29T04:00:00Z</updated></entry></feed>`;
const feedError = `<rss version="2.0"><channel><title>Feed error for query: xx</title><description>Bad archive 'xx'.</description></channel></rss>`;

describe.each(subjects)('$name is not asked again, and fails in plain words:', (subject) => {
  const faults: Fault[] = [
    {
      name: '429 with a long Retry-After',
      does: () => status(429, { 'retry-after': '3600' }),
      words: /answered 429 \(Too Many Requests\) and asks to wait 3600 s\.$/,
    },
    {
      name: 'a web page instead',
      does: (one) => body(one.document(papers), 'text/html'),
      words: /sent "text\/html" and not /,
    },
    {
      name: '400 with an error feed',
      does: ({ type }) => status(400, { 'content-type': type }, feedError),
      words: /answered 400 \(Bad Request\)/,
    },
    {
      name: 'a redirect to a private address',
      does: () => redirect('https://10.0.0.1/'),
      words: /Did not ask 10\.0\.0\.1\/: its address 10\.0\.0\.1 is not one of the public internet/,
    },
    {
      name: 'a redirect to the metadata of a cloud',
      does: () => redirect('http://169.254.169.254/latest/meta-data'),
      words: /Did not ask 169\.254\.169\.254.*: only https is allowed/,
    },
    {
      name: 'a redirect to a host that is not configured',
      does: () => redirect('https://evil.example.org/'),
      words: /its host is not one of those that may be asked \(huggingface\.co, /,
    },
    {
      name: 'a redirect in circles',
      does: ({ path }) => redirect(path),
      words: /sent us on more than 3 times/,
    },
  ];

  it.each(faults)('$name', async ({ name, does, words }) => {
    sources.server.on(subject.path, does(subject));
    await expectFailure(subject, words, name.endsWith('circles') ? 4 : 1);
    if (name.startsWith('429') && subject.name !== 'arxiv query') {
      const { notBefore } = (await stateOf(subject)) ?? {};
      expect(notBefore?.toISOString()).toBe('2026-06-29T13:00:00.000Z');
    }
    await expectNothingChanged();
    await expectRecovery(subject);
    await expectNothingChanged();
  });

  it('a bomb of a gigabyte, while memory stays flat', async () => {
    sources.server.on(subject.path, bomb('gzip', 1_024, subject.type));
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
    await expectFailure(subject, /sent more than the [13]0000000 bytes that are read/, 1);
    clearInterval(watch);
    expect((most - before) / 1_000_000).toBeLessThan(100);
    await expectNothingChanged();
    await expectRecovery(subject);
  });

  it('a document whose papers have no fields that we know', async () => {
    const renamed = subject
      .document(papers)
      .replace(/(<\/?)title>/g, '$1titel>')
      .replaceAll('"title"', '"titel"');
    sources.server.on(subject.path, body(renamed, subject.type));
    const requests = subject.asks;
    if (subject.name === 'arxiv query') {
      expect(await subject.ask()).toMatchObject({ state: 'succeeded', read: 0 });
    } else {
      await expectFailure(
        subject,
        /None of (what it sent|the 2 records of arXiv's OAI server) could be read.* .*title/,
        requests,
      );
    }
    await expectNothingChanged();
    await expectRecovery(subject);
    await expectNothingChanged();
  });

  it('a feed of one entry titled "Error"', async () => {
    const expected: Record<string, RegExp> = {
      'arxiv query': /arXiv's query API refused: incorrect id format for x$/,
      'arxiv feed': /None of what it sent could be read .*not an arXiv identifier/,
      'arxiv oai': /sent <feed> where <OAI-PMH> belongs/,
    };
    sources.server.on(subject.path, body(errorFeed, isXml(subject) ? subject.type : 'application/atom+xml'));
    await expectFailure(subject, expected[subject.name] ?? /sent "application\/atom\+xml" and not /, 1);
    await expectNothingChanged();
    await expectRecovery(subject);
  });
});

describe.each(subjects.filter(isXml))('$name refuses, without asking again,', (subject) => {
  it.each([
    ['a bomb of entities', laughs.join(''), '&a12;'],
    ['an entity as long as a book', `<!ENTITY long "${'x'.repeat(200_000)}">`, '&long;'.repeat(20)],
    ['an entity from a file', '<!ENTITY xxe SYSTEM "file:///etc/hostname">', '&xxe;'],
    ['an entity from the network', '<!ENTITY xxe SYSTEM "http://127.0.0.1:1/secret">', '&xxe;'],
  ])('%s', async (_name, inside, entity) => {
    sources.server.on(subject.path, body(withDoctype(subject, inside, entity), subject.type));
    await expectFailure(subject, /declares a document type; that is refused/, 1);
    expect(sources.server.requests).toHaveLength(1);
    const said = JSON.stringify(await sources.courant.prisma.sourceState.findMany());
    expect(said).not.toContain(readFileSync('/etc/hostname', 'utf8').trim());
    await expectNothingChanged();
    await expectRecovery(subject);
  });
});

describe.each(subjects)('$name takes, and keeps what it has:', (subject) => {
  const many = Array.from({ length: 2_000 }, (_, index) => ({
    id: `2606.3${String(index).padStart(4, '0')}`,
    title: `Paper ${index}`,
  }));

  it('an answer of 2,000 papers', async () => {
    const { paper } = sources.courant.prisma;
    const known = await paper.findMany({ orderBy: { key: 'asc' } });
    sources.server.on(subject.path, body(subject.document([...papers, ...many]), subject.type));
    expect(await subject.ask()).toMatchObject({ state: 'succeeded', read: 2_002 * subject.asks });
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
    sources.server.on(subject.path, body(more, subject.type));
    expect(await subject.ask()).toMatchObject({ state: 'succeeded', faults: [] });
    await expectNothingChanged();
  });

  it('papers beside one without a title, which it tells', async () => {
    sources.server.on(
      subject.path,
      body(subject.document([{ id: '2606.20009', title: '' }, ...papers]), subject.type),
    );
    const ending = await subject.ask();
    expect(ending).toMatchObject({ state: 'succeeded', read: 2 * subject.asks });
    expect(ending.faults[0]).toMatch(/no title|title: is empty/);
    await expectNothingChanged();
  });

  it('text in another charset than is said, as far as it can be read', async () => {
    const bytes = Buffer.from(subject.document(papers), 'latin1');
    sources.server.on(subject.path, body(bytes, subject.type));
    expect(await subject.ask()).toMatchObject({ state: 'succeeded', faults: [] });
    expect(await sources.courant.prisma.paper.count()).toBe(4);
    await sources.courant.prisma.sourceState.deleteMany();
    await expectRecovery(subject);
    const titles = (await sources.courant.prisma.paper.findMany()).map(({ title }) => title);
    expect(titles.toSorted()).toEqual(['0', '0', ...Array<string>(2).fill('A café on the Möbius strip')]);
    // Both changes are noted on the row, so from here on this is how things stand.
    stored = await contents();
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
    sources.server.on(subject.path, body(document, subject.type));
    const { state, words, faults } = await subject.ask();
    const ends: Record<string, RegExp> = {
      'arxiv feed': /^failed: cs: arXiv's feed says that it is of 2027-06-29, which is later than today\./,
      biorxiv: /^succeeded: .*its date, 2027-06-29, is later than today/,
    };
    expect(`${state}: ${words}${faults.join()}`).toMatch(ends[subject.name] ?? /^succeeded: $/);
    const added = await sources.courant.prisma.paper.findMany({ where: { title: 'Tomorrow' } });
    // Of the list it stands in, or of the next edition: it was announced, so its date is a slip.
    const days: Record<string, string[]> = {
      huggingface: ['2026-06-29'],
      'arxiv oai': ['2026-06-30'],
      'arxiv query': ['2026-06-30'],
    };
    expect(added.map(({ announcedOn }) => announcedOn.toISOString().slice(0, 10))).toEqual(
      days[subject.name] ?? [],
    );
    await sources.courant.prisma.paper.deleteMany({ where: { title: 'Tomorrow' } });
    await expectNothingChanged();
  });

  it('times that are zero, as no time', async () => {
    const never = { submittedAt: '0001-01-01T00:00:00Z' };
    sources.server.on(
      subject.path,
      body(subject.document(papers.map((paper) => ({ ...paper, ...never }))), subject.type),
    );
    expect(await subject.ask()).toMatchObject({ state: 'succeeded' });
    expect(await sources.courant.prisma.paper.count()).toBe(4);
    await sources.courant.prisma.sourceState.deleteMany();
    await expectRecovery(subject);
    await expectNothingChanged();
  });

  it('the same again and again, without a change to any row', async () => {
    await subject.ask();
    sources.courant.clock.advance(1_000);
    await sources.courant.prisma.sourceState.deleteMany();
    expect(await subject.ask()).toMatchObject({ state: 'succeeded' });
    await expectNothingChanged();
    sources.courant.clock.set('2026-06-29T12:00:00Z');
  });
});

describe('in production', () => {
  const ask = async (env: Record<string, string>) => {
    const strict = await openSources({
      NODE_ENV: 'production',
      PUBLIC_URL: 'https://news.example.org',
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
