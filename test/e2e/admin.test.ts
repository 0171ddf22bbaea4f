// The API for operators: who gets in, what is there, and a run from start to finish.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdminKeys } from '../../src/admin/admin-keys.js';
import type { Ledger } from '../../src/digests/ledger.js';
import { EraseReader } from '../../src/subscribers/account/erase-reader.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { becomeReader, postJson } from '../support/reader.js';
import { routesOf } from '../support/routes.js';
import { keepPapers, newPaper, newSubscriber } from '../support/rows.js';
import { TestClock } from '../support/test-clock.js';
import { until } from '../support/until.js';

const METRICS_TOKEN = 'metrics-token-0123456789-abcd';
const ADMIN_API_KEY = 'configured-admin-key-0123456789';
const DATE = '2026-06-29';
let courant: CourantUnderTest;
let key: string;

beforeAll(async () => {
  courant = await startCourantUnderTest({ clock: new TestClock(), env: { ADMIN_API_KEY, METRICS_TOKEN } });
  key = await courant.get(AdminKeys).create({ name: 'tests' });
});
afterAll(() => courant.stop());

const admin = (path: string) => `${courant.url}/api/admin/v1/${path}`;
const get = (path: string, bearer = key) =>
  fetch(admin(path), { headers: { authorization: `Bearer ${bearer}` } });

async function read<Body>(path: string): Promise<Body> {
  const answer = await get(path);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Body;
}

describe('a key', () => {
  it.each<[string, () => Record<string, string>]>([
    ['nothing', () => ({})],
    ['a wrong key', () => ({ authorization: 'Bearer nonsense' })],
    [
      'a made-up key of the right form',
      () => ({ authorization: `Bearer ck_0123456789ab.${'A'.repeat(43)}` }),
    ],
    [
      'the prefix with another secret',
      () => ({ authorization: `Bearer ${key.split('.')[0]}.${'A'.repeat(43)}` }),
    ],
    ['the prefix alone', () => ({ authorization: `Bearer ${key.split('.')[0]}` })],
    ['another scheme', () => ({ authorization: `Basic ${key}` })],
    ['the key in the wrong header', () => ({ 'x-api-key': key })],
    ['the configured key and more', () => ({ authorization: `Bearer ${ADMIN_API_KEY}x` })],
  ])('is asked for on every route: 401 and problem details for %s', async (_, headers) => {
    const routes = routesOf(courant.service).filter(({ path }) => path.startsWith('/api/admin/'));
    expect(routes.length).toBeGreaterThan(5);
    for (const { method, path } of routes) {
      const url = courant.url + path.replace(':date', DATE).replace(':id', randomUUID());
      const answer = await fetch(url, { method, headers: headers() });
      expect([method, path, answer.status]).toEqual([method, path, 401]);
      if (method === 'HEAD') continue;
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({
        status: 401,
        detail: expect.stringContaining('create-key'),
      });
    }
    expect(await courant.prisma.digest.count()).toBe(0);
  });

  it('works when it was made here or configured, until it is revoked', async () => {
    const second = await courant.get(AdminKeys).create({ name: 'second' });
    expect((await get('subscribers', ADMIN_API_KEY)).status).toBe(200);
    expect((await get('subscribers', second)).status).toBe(200);
    const where = { prefix: second.split('.')[0] ?? '' };
    const known = await courant.prisma.adminKey.findUniqueOrThrow({ where });
    expect(known.lastUsedAt).not.toBeNull();
    expect(Buffer.from(known.secretHash).toString('utf8')).not.toContain(second.split('.')[1]);
    await courant.prisma.adminKey.update({ where, data: { revokedAt: new Date() } });
    expect((await get('subscribers', second)).status).toBe(401);
    expect((await get('subscribers')).status).toBe(200);
  });
});

describe('consents', () => {
  interface Proof {
    hash: string;
    summary: string;
    suppression: { reason: string } | null;
    subscribers: { address: string; consents: object[]; confirmationMails: object[] }[];
  }
  const proofOf = (address: string) => read<Proof>(`consents?address=${encodeURIComponent(address)}`);

  it('are exported by address, also by one she has left, and of an erased one the hash is left', async () => {
    await becomeReader(courant, 'proof@example.org');
    const where = { addressKey: 'proof@example.org' };
    const { id } = await courant.prisma.subscriber.findUniqueOrThrow({ where });
    const [reader] = (await proofOf('Proof@example.org')).subscribers;
    const visitor = { ip: '127.0.0.1', userAgent: 'node', language: 'en', address: 'proof@example.org' };
    const [signedUp, confirmed] = reader?.consents ?? [];
    expect(signedUp).toMatchObject({ kind: 'signed_up', via: 'web:/', tokenHash: null, ...visitor });
    expect(signedUp).toMatchObject({
      wording: expect.stringContaining('e-mail'),
      wordingVersion: expect.any(String),
    });
    expect(confirmed).toMatchObject({ kind: 'confirmed', via: 'web:/confirm', ...visitor });
    expect(confirmed).toMatchObject({ tokenHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(reader?.confirmationMails).toMatchObject([{ recipient: 'proof@example.org', state: 'accepted' }]);

    const moved = { address: 'moved@example.org', addressKey: 'moved@example.org' };
    await courant.prisma.subscriber.update({ where: { id }, data: moved });
    expect((await proofOf('proof@example.org')).subscribers).toMatchObject([
      { address: 'moved@example.org' },
    ]);

    // Full-width letters, an accent of its own, capitals beyond ASCII: one address, as for the sign-up.
    const { id: _, ...record } = await courant.prisma.consent.findFirstOrThrow({
      where: { subscriberId: id },
    });
    await courant.prisma.consent.create({ data: { ...record, address: 'ＷＩＤＥÓ@example.org' } });
    for (const typed of ['wideO\u0301@example.org', 'ｗｉｄｅó@Example.org'])
      expect((await proofOf(typed)).subscribers).toMatchObject([{ address: 'moved@example.org' }]);
    expect((await proofOf('wideo@example.org')).subscribers).toEqual([]);

    await courant.get(EraseReader).run({ subscriberId: id });
    const left = await proofOf('moved@example.org');
    expect(left).toMatchObject({ subscribers: [], suppression: { reason: 'erased' } });
    expect(left.summary).toContain('Everything about this address was erased');
    const { hash } = left;
    expect(await courant.prisma.suppression.count({ where: { addressKey: hash } })).toBe(1);
    expect((await proofOf('nobody@example.org')).summary).toContain('Nothing is on record');
    expect((await get('consents?address=nobody')).status).toBe(422);
  });
});

describe('subscribers', () => {
  interface Page {
    subscribers: { id: string; address: string; state: string }[];
    next: string | null;
  }

  it('are listed page by page, each once, oldest first', async () => {
    for (let number = 0; number < 7; number += 1) {
      await newSubscriber(courant.prisma, {
        address: `listed-${number}@example.org`,
        state: number % 2 ? 'pending' : 'active',
      });
    }
    const seen: string[] = [];
    const sizes: number[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page: Page = await read<Page>(`subscribers?limit=3${after && `&after=${after}`}`);
      seen.push(...page.subscribers.map(({ address }) => address));
      sizes.push(page.subscribers.length);
      after = page.next;
    }
    expect(seen).toEqual(Array.from({ length: 7 }, (_, number) => `listed-${number}@example.org`));
    expect(sizes).toEqual([3, 3, 1]);
    const pending = await read<Page>('subscribers?state=pending');
    expect(pending.subscribers.map(({ state }) => state)).toEqual(['pending', 'pending', 'pending']);
  });

  it.each([
    ['subscribers?limit=0', 'limit'],
    ['subscribers?limit=many', 'limit'],
    ['subscribers?state=asleep', 'state'],
    ['subscribers?after=1', 'after'],
    ['papers', 'date'],
    ['papers?date=29.6.2026', 'date'],
  ])('%s is answered 422 with fields.%s', async (path, field) => {
    const answer = await get(path);
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(Object.keys(((await answer.json()) as { fields: object }).fields)).toEqual([field]);
  });

  it('are shown one by one with interests and consents; an unknown id is 404', async () => {
    await becomeReader(courant, 'shown@example.org', { description: 'sparse experts', categories: 'cs.LG' });
    const { id } = await courant.prisma.subscriber.findFirstOrThrow({
      where: { address: 'shown@example.org' },
    });
    expect(await read(`subscribers/${id}`)).toMatchObject({
      id,
      address: 'shown@example.org',
      state: 'active',
      interests: expect.arrayContaining([
        { kind: 'description', value: 'sparse experts', weight: 1, muted: false },
        { kind: 'category', value: 'cs.LG', weight: 1, muted: false },
      ]),
      consents: [
        { kind: 'signed_up', via: 'web:/' },
        { kind: 'confirmed', via: 'web:/confirm' },
      ],
      digests: [],
    });
    expect((await get(`subscribers/${randomUUID()}`)).status).toBe(404);
    expect((await get('subscribers/1')).status).toBe(422);
  });
});

describe('papers', () => {
  it('are listed by date, most upvoted first', async () => {
    const on = { announcedOn: new Date('2026-06-01') };
    await newPaper(courant.prisma, { key: '2606.00001', ...on });
    await newPaper(courant.prisma, { key: '2606.00003', upvotes: 4, ...on });
    await newPaper(courant.prisma, { key: '2606.00002', upvotes: 9, ...on });
    await newPaper(courant.prisma, { key: '2606.00004', announcedOn: new Date('2026-06-02') });
    const found = await read<{ count: number; papers: { key: string }[] }>('papers?date=2026-06-01');
    expect(found.papers.map(({ key }) => key)).toEqual(['2606.00002', '2606.00003', '2606.00001']);
    expect(found).toMatchObject({ date: '2026-06-01', count: 3 });
    expect(await read('papers?date=2020-01-01')).toMatchObject({ count: 0, papers: [] });
  });
});

describe('a digest', () => {
  it('is shown with the reason of each paper in words and the parts of its score', async () => {
    const { id: subscriberId } = await newSubscriber(courant.prisma, { state: 'paused' });
    const { key: paperKey } = await newPaper(courant.prisma, { announcedOn: new Date('2026-05-01') });
    const breakdown = { place: 'best', trend: 0, serves: ['query:knots'], text: 0, asked: 0.45, signs: [] };
    const planned = { subscriberId, localDate: new Date('2026-05-01'), state: 'built' as const };
    const { id } = await courant.prisma.digest.create({
      data: { ...planned, dueAt: new Date('2026-05-01'), plannedAt: new Date('2026-05-01') },
    });
    const item = { paperKey, section: 'for_you' as const, rank: 1, score: 0.45 };
    const reasons = [{ kind: 'query' as const, query: 'knots' }];
    await keepPapers(courant.prisma, id, [{ ...item, reasons }], { [paperKey]: breakdown });
    expect(await read(`digests/${id}`)).toMatchObject({
      id,
      date: '2026-05-01',
      state: 'built',
      items: [{ paperKey, title: `Paper ${paperKey}`, score: 0.45, reasonText: 'query “knots”', breakdown }],
    });
    expect((await get(`digests/${randomUUID()}`)).status).toBe(404);
    expect((await get('digests/1')).status).toBe(422);
  });
});

describe('a run', () => {
  const start = (date: string) => postJson(admin('runs'), { date }, { authorization: `Bearer ${key}` });

  it('plans a digest for every active reader, and its ledger tells where each of them ended', async () => {
    await newPaper(courant.prisma, { title: 'Sparse experts for everybody', upvotes: 2 });
    courant.sink.refuseRecipient = (address) =>
      address === 'listed-2@example.org' ? { code: 550, text: '5.1.1 No such user' } : undefined;
    const answer = await start(DATE);
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({ date: DATE, planned: 5 });
    const ledger = await until('the run to be done', async () => {
      const soFar = await read<Ledger>(`runs/${DATE}`);
      expect(soFar.isBalanced).toBe(true);
      return soFar.isDone && soFar;
    });
    expect(ledger).toEqual({
      date: DATE,
      due: 5,
      accepted: 4,
      rejected: 1,
      deferred: 0,
      unknown: 0,
      expired: 0,
      cancelled: 0,
      inFlight: 0,
      excluded: {},
      state: 'going',
      digests: { planned: 5, built: 5, empty: 0, excluded: 0, waiting: 0 },
      deliveries: { all: 5, accepted: 4, rejected: 1, cancelled: 0, expired: 0, unknown: 0, inFlight: 0 },
      faults: [],
      isBalanced: true,
      isDone: true,
    });
    expect(courant.sink.to('listed-0@example.org')).toHaveLength(1);
    expect(courant.sink.to('listed-1@example.org')).toEqual([]);
    const gone = await read<{ subscribers: object[] }>('subscribers?state=suppressed');
    expect(gone.subscribers).toMatchObject([{ address: 'listed-2@example.org' }]);
  });

  it('started again brings nobody a second digest', async () => {
    const before = courant.sink.received.length;
    expect(await (await start(DATE)).json()).toEqual({ date: DATE, planned: 0 });
    expect(await read<Ledger>(`runs/${DATE}`)).toMatchObject({ due: 5, isDone: true });
    expect(courant.sink.received).toHaveLength(before);
  });

  it('says who did not get it, why, and what each attempt brought', async () => {
    interface Missing {
      missing: { subscriberId: string; address: string; reason: string }[];
      next: string | null;
    }
    const { missing, next } = await read<Missing>(`runs/${DATE}/missing`);
    const listed = missing.filter(({ address }) => address.startsWith('listed-'));
    expect(listed.map(({ address, reason }) => [address, reason])).toEqual([
      ['listed-2@example.org', 'rejected: 550 5.1.1 No such user'],
    ]);
    expect(next).toBeNull();
    expect((await read<Missing>(`runs/${DATE}/missing?limit=1`)).next).toBe(missing[0]?.subscriberId);
    const reader = await read<{ digests: { delivery: { id: string } }[] }>(
      `subscribers/${listed[0]?.subscriberId}`,
    );
    expect(await read(`deliveries/${reader.digests[0]?.delivery.id}`)).toMatchObject({
      state: 'rejected',
      date: DATE,
      attempts: [
        {
          outcome: 'rejected',
          replyCode: 550,
          reply: '550 5.1.1 No such user',
          worker: expect.stringContaining(`:${process.pid}:`),
        },
      ],
    });
    expect((await get(`deliveries/${randomUUID()}`)).status).toBe(404);
  });

  it('is steered, and one digest sent again, by whoever has a key', async () => {
    const post = (path: string, body: object) =>
      postJson(admin(`runs/${DATE}/${path}`), body, { authorization: `Bearer ${key}` });
    expect(await (await post('state', { order: 'pause', reason: 'wrong papers' })).json()).toEqual({
      date: DATE,
      state: 'paused',
    });
    expect(await read<Ledger>(`runs/${DATE}`)).toMatchObject({ state: 'paused' });
    expect(await (await post('state', { order: 'resume' })).json()).toMatchObject({ state: 'going' });
    expect((await post('state', { order: 'stop' })).status).toBe(422);
    expect((await post('again', { address: 'listed-0@example.org' })).status).toBe(202);
    await courant.sink.waitFor('listed-0@example.org', 2);
    expect((await post('again', { address: 'nobody@example.org' })).status).toBe(404);
    expect((await post('again', { address: 'listed-2@example.org' })).status).toBe(409);
  });

  it('is what Prometheus may read, with a token that opens nothing else', async () => {
    const scrape = (bearer: string) =>
      fetch(`${courant.url}/metrics`, { headers: { authorization: `Bearer ${bearer}` } });
    const learned = { name: 'likes', data: new Uint8Array(), readerCount: 30, likeCount: 300 };
    const verdict = { helps: true, askedCount: 25, heldOutCount: 30, gain: 0.0364, gainError: 0.0077 };
    await courant.prisma.community.create({ data: { ...learned, ...verdict, learnedAt: new Date(DATE) } });
    const answer = await scrape(METRICS_TOKEN);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    const text = await answer.text();
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) courant_\w+ .+|courant_\w+(\{(\w+="[^"]*",?)+\})? -?[\d.e+-]+)$/);
    expect(text).toContain(`courant_run_deliveries{date="${DATE}",state="rejected"} 1\n`);
    expect(text).toContain(`courant_run_balanced{date="${DATE}"} 1\n`);
    expect(text).toContain('courant_queue_lag_seconds{queue="deliveries"} ');
    expect(text).toContain('courant_source_state{source="arxiv",state="off"} 1\n');
    expect(text).toContain('courant_readers_due_not_planned 0\n');
    expect(text).toMatch(/^courant_community_helps 1\n(#.*\n)+courant_community_gain 0\.0364$/m);
    expect((await scrape(key)).status).toBe(200);
    expect((await scrape(`${METRICS_TOKEN}x`)).status).toBe(401);
    expect((await get('subscribers', METRICS_TOKEN)).status).toBe(401);
  });

  it.each(['2026-06-27', '2026-07-01', '2026-02-30', 'today'])('of %s is refused by name', async (date) => {
    const answer = await start(date);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ fields: { date: expect.stringContaining('expected') } });
  });
});

describe('the OpenAPI document', () => {
  it('lists every API route, with a summary, and nothing that is not there', async () => {
    const document = (await (await fetch(`${courant.url}/api/docs/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { summary?: string; security?: object[] }>>;
    };
    expect(document.openapi).toMatch(/^3\./);
    const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, about]) => ({ route: `${method.toUpperCase()} ${path}`, about })),
    );
    const served = routesOf(courant.service)
      .filter(({ method, path }) => method !== 'HEAD' && /^\/(api\/(?!docs)|health\/)/.test(path))
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(listed.map(({ route }) => route).toSorted()).toEqual(served.toSorted());
    expect(served.length).toBeGreaterThan(7);
    for (const { route, about } of listed) {
      expect([route, about.summary]).toEqual([route, expect.stringMatching(/\w+ .*\.$/)]);
      expect([route, Boolean(about.security)]).toEqual([route, route.includes('/admin/')]);
    }
  });

  it('has a page that shows it', async () => {
    const page = await fetch(`${courant.url}/api/docs`);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('swagger-ui');
    expect(await (await fetch(`${courant.url}/api/docs/LICENSE`)).text()).toContain('Apache License');
  });
});
