// The public form and its API twin: what is asked for, what is answered, and what the answer must not tell.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, MINUTE } from '../../src/shared/clock.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { becomeReader, confirmLink, oneClickLink, postJson, submitForm } from '../support/reader.js';
import { newPaper, newSubscriber } from '../support/rows.js';
import { TestClock } from '../support/test-clock.js';
import { until } from '../support/until.js';

let courant: CourantUnderTest;
const clock = new TestClock();

beforeAll(async () => {
  courant = await startCourantUnderTest({ clock });
});
afterAll(() => courant.stop());

const api = (value: unknown) => postJson(`${courant.url}/api/subscriptions`, value);
const confirmations = (address: string) =>
  courant.prisma.delivery.count({ where: { recipient: address, kind: 'confirmation' } });
const subscribers = () => courant.prisma.subscriber.count();

describe('what does not fit', () => {
  const fits = { email: 'faulty@example.org', description: 'sparse experts', timeZone: 'UTC' };
  const faults: [field: string, what: string, change: Record<string, string>][] = [
    ['email', 'no address at all', { email: '' }],
    ['email', 'an address without a domain', { email: 'ada@localhost' }],
    ['email', 'two addresses', { email: 'ada@example.org,eve@example.org' }],
    ['email', 'a line break in the address', { email: 'ada@example.org\r\nBcc: eve@example.org' }],
    ['description', 'neither words nor a category', { description: '  ' }],
    ['description', 'a novel', { description: 'x'.repeat(2_001) }],
    ['categories', 'a category nobody knows', { categories: 'cs.NOPE' }],
    ['timeZone', 'a time zone nobody knows', { timeZone: 'Mars/Olympus' }],
    ['timeZone', 'a name PostgreSQL would read an hour wrong in summer', { timeZone: 'CET' }],
    ['timeZone', 'no time zone, as the list stands at first', { timeZone: '' }],
    ['timeZone', 'a time zone PostgreSQL cannot even read', { timeZone: 'UTC\0' }],
    ['deliverAtHour', 'an hour no clock has', { deliverAtHour: '24' }],
    ['queries', 'a query that is not closed', { queries: 'cats\n"dogs' }],
    ['authors', 'a name without a letter', { authors: '42' }],
    ['papers', 'a paper without an identifier', { papers: 'the one about experts' }],
    ['papers', 'a paper we do not have', { papers: 'https://arxiv.org/abs/2101.99999' }],
    ['library', 'a file of no papers', { library: 'PK\u0003\u0004' }],
    ['papers', 'an export that is cut off', { papers: '@article{a, title={never closed' }],
    ['frequency', 'a frequency we do not have', { frequency: 'hourly' }],
  ];

  it.each(faults)('the form answers 422 and names %s for %s', async (field, _, change) => {
    const answer = await submitForm(courant.url, { ...fits, ...change });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await answer.text();
    expect(page).toContain(`<a href="#${field}">`);
    expect(page).toContain(`id="${field}-error"`);
    expect(await subscribers()).toBe(0);
  });

  it.each(faults)('the API answers 422 with fields.%s for %s', async (field, _, change) => {
    const answer = await api({ ...fits, ...change });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await answer.json()) as { status: number; title: string; fields: object };
    expect(problem).toMatchObject({ status: 422, title: expect.any(String), detail: expect.any(String) });
    expect(Object.keys(problem.fields)).toEqual([field]);
    expect(await subscribers()).toBe(0);
  });

  it('names several fields at once', async () => {
    const problem = await (await api({ email: 'x', description: '', timeZone: '?' })).json();
    expect(Object.keys((problem as { fields: object }).fields).sort()).toEqual([
      'description',
      'email',
      'timeZone',
    ]);
  });

  it.each([
    ['no JSON', '{"email":', 'application/json', 400],
    ['no object', '"ada@example.org"', 'application/json', 422],
    ['another type', 'email=ada', 'text/csv', 415],
    ['too long', JSON.stringify({ email: 'a'.repeat(70_000) }), 'application/json', 413],
  ])('the API answers a body that is %s with problem details', async (_, body, type, status) => {
    const headers = { 'content-type': type };
    const answer = await fetch(`${courant.url}/api/subscriptions`, { method: 'POST', body, headers });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status });
  });

  it('shows what was typed again, escaped', async () => {
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(2)>';
    const page = await (await submitForm(courant.url, { email: hostile, description: hostile })).text();
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img src=x');
    expect(page.split('&lt;script&gt;alert(1)&lt;/script&gt;')).toHaveLength(3);
  });
});

describe('the confirmation mail', () => {
  it('says nothing of what was typed into the form', async () => {
    const address = 'bombed@example.org';
    const description = 'WINNER <b>Claim</b> your prize at https://spam.example/now\r\nBcc: eve@example.org';
    await submitForm(courant.url, { email: address, description, timeZone: 'UTC' });
    const mail = await courant.sink.waitFor(address);
    const decoded = [mail.subject, mail.text, mail.html, mail.raw.toString()].join('\n');
    for (const words of ['WINNER', 'Claim', 'spam.example', 'eve@example.org']) {
      expect(decoded).not.toContain(words);
    }
    expect(courant.sink.to('eve@example.org')).toEqual([]);
  });

  it('comes once an hour and three times a day at most, however often one asks', async () => {
    const address = 'again@example.org';
    const form = { email: address, description: 'sparse experts', timeZone: 'UTC' };
    const counts: number[] = [];
    for (const wait of [0, 0, 59 * MINUTE, 2 * MINUTE, 61 * MINUTE, 61 * MINUTE, 5 * HOUR, DAY - 7 * HOUR]) {
      clock.advance(wait);
      expect((await submitForm(courant.url, form)).status).toBe(303);
      counts.push(await confirmations(address));
    }
    expect(counts).toEqual([1, 1, 1, 2, 3, 3, 3, 4]);
    await courant.sink.waitFor(address, 4);
    expect(courant.sink.to(address)).toHaveLength(4);
  });

  it('comes once when the button is pressed twice at the same moment', async () => {
    const address = 'twice@example.org';
    const form = { email: address, description: 'sparse experts', timeZone: 'UTC' };
    const answers = await Promise.all(Array.from({ length: 5 }, () => submitForm(courant.url, form)));
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303, 303, 303]);
    expect(await confirmations(address)).toBe(1);
  });
});

describe('the honeypot', () => {
  it('answers a robot like anybody and does nothing', async () => {
    const form = { email: 'robot@example.org', description: 'sparse experts', timeZone: 'UTC' };
    const person = await submitForm(courant.url, { ...form, email: 'person@example.org' });
    const robot = await submitForm(courant.url, { ...form, website: 'https://spam.example' });
    expect(await seen(robot)).toEqual(await seen(person));
    expect((await api({ ...form, website: 'x' })).status).toBe(202);
    expect(await courant.prisma.subscriber.count({ where: { address: 'robot@example.org' } })).toBe(0);
    await courant.sink.waitFor('person@example.org');
    expect(courant.sink.to('robot@example.org')).toEqual([]);
  });
});

describe('the answer', () => {
  const ROUNDS = 4;
  const kinds = [
    'new',
    'pending',
    'active',
    'paused',
    'suppressed',
    'unsubscribed',
    'erased',
    'gone',
  ] as const;
  type Kind = (typeof kinds)[number];

  /** `gone`: nothing is left of the subscriber but the note that the address must not be mailed. */
  async function address(kind: Kind, name: string): Promise<string> {
    const email = `${kind}-${name}@example.org`;
    const suppression = { addressKey: email, reason: 'operator' as const, suppressedAt: clock.now() };
    if (kind === 'gone' || kind === 'suppressed')
      await courant.prisma.suppression.create({ data: suppression });
    if (kind !== 'new' && kind !== 'gone')
      await newSubscriber(courant.prisma, { address: email, state: kind });
    return email;
  }

  it.each(['form', 'api'])(
    'of the %s is the same in status, headers, body and time, whatever the address is to us',
    async (door) => {
      const ask = door === 'form' ? (form: never) => submitForm(courant.url, form) : api;
      const answers = new Map<Kind, string>();
      const times = new Map<Kind, number[]>(kinds.map((kind) => [kind, []]));
      for (let round = 0; round < ROUNDS; round += 1) {
        const order = [...kinds.slice(round), ...kinds.slice(0, round)];
        const asked = await Promise.all(
          order.map(async (kind) => ({ kind, email: await address(kind, `${door}${round}`) })),
        );
        for (const { kind, email } of asked) {
          const startedAt = performance.now();
          const answer = await ask({ email, description: 'sparse experts', timeZone: 'UTC' } as never);
          times.get(kind)?.push(performance.now() - startedAt);
          const told = JSON.stringify(await seen(answer));
          expect([kind, answers.get(kind) ?? told]).toEqual([kind, told]);
          answers.set(kind, told);
        }
      }
      expect(new Set(answers.values()).size).toBe(1);
      // The quickest of each: a busy machine makes the others as slow as it likes.
      const quickest = kinds.map((kind) => Math.min(...(times.get(kind) ?? [])));
      expect(Math.max(...quickest) - Math.min(...quickest)).toBeLessThan(60);
    },
  );

  it('was mailed to those alone who may be asked', async () => {
    const { prisma } = courant;
    const asked = await until('the confirmations to be sent', async () => {
      const rows = await prisma.delivery.findMany({ where: { recipient: { contains: 'api' } } });
      return rows.every(({ state }) => state === 'accepted') && rows;
    });
    const perKind = kinds.map((kind) => asked.filter(({ recipient }) => recipient.startsWith(`${kind}-`)));
    const may = new Set<Kind>(['new', 'pending', 'unsubscribed']);
    expect(perKind.map(({ length }) => length)).toEqual(kinds.map((kind) => (may.has(kind) ? ROUNDS : 0)));
  });

  it.each(['new', 'active'] as const)(
    'to characters no keyboard has is 202 for a %s address too',
    async (kind) => {
      const email = await address(kind, 'controls');
      expect((await api({ email, description: 'sparse\u0000experts \ud800 \u0007' })).status).toBe(202);
      const interest = await courant.prisma.interest.findFirst({ where: { subscriber: { address: email } } });
      expect(interest?.value).toBe(kind === 'new' ? 'sparse experts \ufffd' : undefined);
    },
  );
});

describe('papers brought along', () => {
  const bibtex = `@article{a, title={Sparse experts, brought}, eprint={2601.00001}, archivePrefix={arXiv}}
@article{b, title={On things nobody here has}, abstract={Things.}, author={Noether, Emmy}}
@article{broken, title={never closed
`;
  const entriesOf = (address: string) =>
    courant.prisma.libraryEntry.findMany({
      where: { subscriber: { addressKey: address } },
      orderBy: { title: 'asc' },
    });
  const upload = (url: string, library: string, fields: Record<string, string[]>) => {
    const body = new FormData();
    for (const [name, values] of Object.entries(fields)) for (const one of values) body.append(name, one);
    body.append('library', new Blob([library]), 'library.bib');
    return fetch(url, { method: 'POST', body, redirect: 'manual' });
  };
  const wishes = { categories: ['cs.LG', 'cs.CL'], timeZone: ['UTC'], deliverAtHour: ['8'] };

  it('in a file are hers, told alike to who is a reader already, and nothing else in the form is lost', async () => {
    await newPaper(courant.prisma, { key: '2601.00001', title: 'Sparse experts, brought' });
    await newSubscriber(courant.prisma, { address: 'has-library@example.org' });
    const ask = (email: string) => upload(`${courant.url}/`, bibtex, { ...wishes, email: [email] });
    const answers = [await ask('brings@example.org'), await ask('has-library@example.org')];
    expect(await seen(answers[0] as Response)).toEqual(await seen(answers[1] as Response));
    expect(await entriesOf('brings@example.org')).toMatchObject([
      { title: 'On things nobody here has', abstract: 'Things.', authors: ['Emmy Noether'], paperKey: null },
      { title: 'Sparse experts, brought', paperKey: '2601.00001' },
    ]);
    expect(await entriesOf('has-library@example.org')).toEqual([]);
    const interests = await courant.prisma.interest.findMany({
      where: { subscriber: { addressKey: 'brings@example.org' } },
    });
    expect(interests.map(({ value }) => value).toSorted()).toEqual(['cs.CL', 'cs.LG']);
    const told = await (await fetch(courant.url + (answers[0]?.headers.get('location') ?? ''))).text();
    expect(told).toContain('From your library 2 papers were read, 1 of them known here.');
    expect(told).toContain('1 entry could not be read.');
  });

  it('are replaced by what she brings the next time, as long as she has not confirmed', async () => {
    const form = { email: 'twice-brought@example.org', timeZone: 'UTC' };
    await submitForm(courant.url, { ...form, library: bibtex });
    await submitForm(courant.url, { ...form, papers: '@misc{c, title={On other things}}' });
    expect((await entriesOf(form.email)).map(({ title }) => title)).toEqual(['On other things']);
  });

  it('may come by the API, which says what was read', async () => {
    const answer = await api({ email: 'api-library@example.org', library: bibtex });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ library: { read: 2, known: 1, unreadable: 1, tooMany: 0 } });
    expect(await entriesOf('api-library@example.org')).toHaveLength(2);
  });

  it('are at most 500, in a file of 1 MB', async () => {
    const many = Array.from({ length: 510 }, (_, n) => `@misc{k${n}, title={Paper of the number ${n}}}`);
    const answer = await upload(`${courant.url}/`, many.join('\n'), {
      ...wishes,
      email: ['many@example.org'],
    });
    expect(answer.headers.get('location')).toBe('/check-mail?read=500&tooMany=10');
    const large = await upload(`${courant.url}/`, 'x'.repeat(1_000_001), {
      ...wishes,
      email: ['large@e.org'],
    });
    const page = await large.text();
    expect([large.status, page.includes('id="library-error"'), page.includes('value="large@e.org"')]).toEqual(
      [422, true, true],
    );
    expect(page).toContain('choose the file once more');
    expect((await upload(`${courant.url}/`, 'x'.repeat(1_200_000), wishes)).status).toBe(413);
  });

  it('are read so often for one network and no more', async () => {
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => upload(`${courant.url}/preview`, bibtex, wishes)),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(0);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });
});

describe('the consent record', () => {
  it('keeps the wording the page showed, its version, the form, the address and the browser', async () => {
    const address = 'Consenting@Example.org';
    const page = await (await fetch(courant.url)).text();
    const browser = { 'user-agent': 'Mozilla/5.0 (test)' };
    await submitForm(courant.url, { email: address, description: 'sparse', timeZone: 'UTC' }, browser);
    const confirmation = await courant.sink.waitFor('Consenting@example.org');
    await fetch(confirmLink(confirmation), { method: 'POST', headers: browser });
    const consents = await courant.prisma.consent.findMany({
      where: { subscriber: { addressKey: 'consenting@example.org' } },
      orderBy: { id: 'asc' },
    });
    const common = {
      language: 'en',
      ip: '127.0.0.1',
      userAgent: 'Mozilla/5.0 (test)',
      recordedAt: clock.now(),
    };
    expect(consents).toMatchObject([
      {
        kind: 'signed_up',
        via: 'web:/',
        wordingVersion: expect.stringMatching(/^\d{4}-\d\d-\d\d(\.\d)?$/),
        ...common,
      },
      { kind: 'confirmed', via: 'web:/confirm', wordingVersion: expect.any(String), ...common },
    ]);
    expect(consents[0]?.wording).toContain('as often as I have chosen');
    expect(page).toContain(consents[0]?.wording);
  });

  it('grows when a reader comes back after good-bye, with her new wishes', async () => {
    const address = 'returning@example.org';
    const welcome = await becomeReader(courant, address, { description: 'dwarf galaxies' });
    await fetch(oneClickLink(welcome), { method: 'POST' });
    clock.advance(2 * HOUR);
    const paper = await newPaper(courant.prisma, { title: 'Liked before' });
    const papers = `https://arxiv.org/abs/${paper.key}`;
    const wishes = { papers, categories: ['cs.LG', 'cs.CL'], queries: 'title:sparse', authors: 'Y. LeCun' };
    const times = { timeZone: 'Asia/Tokyo', frequency: 'weekly', weeklyOn: '5' };
    await becomeReader(courant, address, { ...wishes, ...times });
    const reader = await courant.prisma.subscriber.findFirstOrThrow({
      where: { address },
      include: { consents: { orderBy: { id: 'asc' } }, interests: true },
    });
    expect(reader).toMatchObject({
      state: 'active',
      timeZone: 'Asia/Tokyo',
      frequency: 'weekly',
      weeklyOn: 5,
    });
    expect(reader.nextDueAt).not.toBeNull();
    expect(reader.interests.map(({ value }) => value).sort()).toEqual([
      expect.stringMatching(/^Liked before\n/),
      'Y. LeCun',
      'cs.CL',
      'cs.LG',
      'title:sparse',
    ]);
    const kinds = reader.consents.map(({ kind }) => kind);
    expect(kinds).toEqual(['signed_up', 'confirmed', 'withdrawn', 'signed_up', 'confirmed']);
  });
});

async function seen(answer: Response) {
  const headers = [...answer.headers].filter(([name]) => name !== 'date');
  return { status: answer.status, headers, body: await answer.text() };
}
