// Whatever a source does on bad days, and whatever an attacker would: each fault at each of the five services. It ends in
// retries with growing waits or in a plain error; what is stored stays as it is, and the other sources go on.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  body,
  type Behaviour,
  bomb,
  cutOff,
  empty,
  hang,
  redirect,
  status,
} from '../support/misbehaving-http-server.js';
import { good, isXml, papers, type Subject, subjects, Trials } from '../support/source-trials.js';

let trials: Trials;
beforeAll(async () => {
  trials = await Trials.open();
});
afterAll(() => trials.sources.stop());
beforeEach(() => trials.begin());

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
      const { pace } = trials.sources;
      if (does(subject) === hang) pace.timeoutMs = 150;
      trials.serve(subject, does(subject));
      await trials.expectFailure(subject, words, 3);
      const [first = 0, second = 0, third = 0] = trials.requestsTo(subject).map(({ at }) => at);
      // A fifth shorter or longer by chance: so at least these, whatever the machine does meanwhile.
      expect(second - first).toBeGreaterThanOrEqual(0.8 * pace.firstWaitMs);
      expect(third - second).toBeGreaterThanOrEqual(0.8 * 2 * pace.firstWaitMs);
      await trials.expectNothingChanged();
      await trials.expectRecovery(subject);
      await trials.expectNothingChanged();
    });

    it.each(faults)('but $name once costs one request more', async ({ does }) => {
      if (does(subject) === hang) trials.sources.pace.timeoutMs = 1_000;
      trials.serve(subject, does(subject), good(subject));
      expect(await trials.ask(subject)).toMatchObject({
        state: 'succeeded',
        words: '',
        read: 2 * subject.asks,
      });
      expect(trials.requestsTo(subject)).toHaveLength(subject.asks + 1);
      await trials.expectNothingChanged();
    });

    it('429 with Retry-After once, after no less than that', async () => {
      trials.sources.pace.longestWaitMs = 2_000;
      trials.serve(subject, status(429, { 'retry-after': '1' }), good(subject));
      expect(await trials.ask(subject)).toMatchObject({ state: 'succeeded' });
      const [first = 0, second = 0] = trials.requestsTo(subject).map(({ at }) => at);
      expect(second - first).toBeGreaterThanOrEqual(1_000);
      await trials.expectNothingChanged();
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
    trials.serve(subject, does(subject));
    await trials.expectFailure(subject, words, name.endsWith('circles') ? 4 : 1);
    if (name.startsWith('429') && subject.name !== 'arxiv query') {
      const { notBefore } = (await trials.stateOf(subject)) ?? {};
      expect(notBefore?.toISOString()).toBe('2026-06-29T13:00:00.000Z');
    }
    await trials.expectNothingChanged();
    await trials.expectRecovery(subject);
    await trials.expectNothingChanged();
  });

  it('a bomb of a gigabyte, while memory stays flat', async () => {
    trials.serve(subject, bomb('gzip', 1_024, subject.type));
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
    await trials.expectFailure(subject, /sent more than the [13]0000000 bytes that are read/, 1);
    clearInterval(watch);
    expect((most - before) / 1_000_000).toBeLessThan(100);
    await trials.expectNothingChanged();
    await trials.expectRecovery(subject);
  });

  it('a document whose papers have no fields that we know', async () => {
    const renamed = subject
      .document(papers)
      .replace(/(<\/?)title>/g, '$1titel>')
      .replaceAll('"title"', '"titel"');
    trials.serve(subject, body(renamed, subject.type));
    const requests = subject.asks;
    if (subject.name === 'arxiv query') {
      expect(await trials.ask(subject)).toMatchObject({ state: 'succeeded', read: 0 });
    } else {
      await trials.expectFailure(
        subject,
        /None of (what it sent|the 2 records of arXiv's OAI server) could be read.* .*title/,
        requests,
      );
    }
    await trials.expectNothingChanged();
    await trials.expectRecovery(subject);
    await trials.expectNothingChanged();
  });

  it('a feed of one entry titled "Error"', async () => {
    const expected: Record<string, RegExp> = {
      'arxiv query': /arXiv's query API refused: incorrect id format for x$/,
      'arxiv feed': /None of what it sent could be read .*not an arXiv identifier/,
      'arxiv oai': /sent <feed> where <OAI-PMH> belongs/,
    };
    trials.serve(subject, body(errorFeed, isXml(subject) ? subject.type : 'application/atom+xml'));
    await trials.expectFailure(
      subject,
      expected[subject.name] ?? /sent "application\/atom\+xml" and not /,
      1,
    );
    await trials.expectNothingChanged();
    await trials.expectRecovery(subject);
  });
});

describe.each(subjects.filter(isXml))('$name refuses, without asking again,', (subject) => {
  it.each([
    ['a bomb of entities', laughs.join(''), '&a12;'],
    ['an entity as long as a book', `<!ENTITY long "${'x'.repeat(200_000)}">`, '&long;'.repeat(20)],
    ['an entity from a file', '<!ENTITY xxe SYSTEM "file:///etc/hostname">', '&xxe;'],
    ['an entity from the network', '<!ENTITY xxe SYSTEM "http://127.0.0.1:1/secret">', '&xxe;'],
  ])('%s', async (_name, inside, entity) => {
    trials.serve(subject, body(withDoctype(subject, inside, entity), subject.type));
    await trials.expectFailure(subject, /declares a document type; that is refused/, 1);
    expect(trials.sources.server.requests).toHaveLength(1);
    const said = JSON.stringify(await trials.sources.courant.prisma.sourceState.findMany());
    expect(said).not.toContain(readFileSync('/etc/hostname', 'utf8').trim());
    await trials.expectNothingChanged();
    await trials.expectRecovery(subject);
  });
});
