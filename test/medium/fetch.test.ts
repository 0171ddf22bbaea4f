// What may be fetched and what of it is taken: against a server that misbehaves in every way we know of.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { FetchError } from '../../src/platform/fetch/fetch-error.js';
import { type Ask, GuardedFetch, userAgent } from '../../src/platform/fetch/guarded-fetch.js';
import {
  ATOM,
  body,
  bomb,
  cutOff,
  cutPacked,
  drip,
  empty,
  endless,
  hang,
  hugeHeaders,
  MisbehavingHttpServer,
  redirect,
  status,
  versioned,
} from '../support/misbehaving-http-server.js';
import { TestClock } from '../support/test-clock.js';

const server = new MisbehavingHttpServer();
const clock = new TestClock();
const accept = ['application/atom+xml', 'application/json'];
const options = {
  hosts: ['papers.example.org', '10.0.0.1', '[fd00::1]'],
  userAgent: userAgent('1.2.3', 'https://news.example.org'),
  clock,
  allowLoopback: true,
};
const fetcher = new GuardedFetch(options);

beforeAll(() => server.start());
afterAll(() => server.stop());

const get = (url: string, ask: Partial<Ask> = {}) => fetcher.get(url, { accept, timeoutMs: 5_000, ...ask });

async function failure(url: string, ask: Partial<Ask> = {}, by = fetcher): Promise<FetchError> {
  try {
    await by.get(url, { accept, timeoutMs: 5_000, ...ask });
  } catch (error) {
    return error as FetchError;
  }
  throw new Error(`${url} was fetched`);
}

describe('a good answer', () => {
  it('is handed over with its body, text and headers, and the server learns who asks', async () => {
    const answer = await get(server.on('/good', body('<feed>Erdős</feed>', ATOM, { 'x-note': 'a' })));
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('<feed>Erdős</feed>') });
    expect(answer.text()).toBe('<feed>Erdős</feed>');
    expect(answer.headers.get('X-Note')).toBe('a');
    expect(server.to('/good')[0]).toMatchObject({
      'user-agent': 'Courant/1.2.3 (+https://news.example.org)',
      accept: 'application/atom+xml, application/json',
      'accept-encoding': 'gzip, br',
    });
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['identity', (text: string) => Buffer.from(text)],
  ])('is unpacked from %s', async (encoding, pack) => {
    const packed = pack('{"id":"2602.23229"}');
    const url = server.on(
      `/packed-${encoding}`,
      body(packed, 'application/json', { 'content-encoding': encoding }),
    );
    expect((await get(url)).text()).toBe('{"id":"2602.23229"}');
  });

  it('is not sent again to one who has it', async () => {
    const url = server.on('/versioned', versioned('"v1"', '<feed/>'));
    const first = await get(url);
    const second = await get(url, { etag: first.headers.get('etag') ?? '' });
    expect(first.status).toBe(200);
    expect(second).toMatchObject({ status: 304, body: undefined });
    expect(second.text()).toBe('');
  });

  it('is read in the encoding that the content type names, right or wrong', async () => {
    const latin = Buffer.from('caf\xe9', 'latin1');
    const right = server.on('/latin', body(latin, 'application/json; charset=ISO-8859-1'));
    const wrong = server.on('/not-latin', body(latin, 'application/json; charset=utf-8'));
    expect((await get(right)).text()).toBe('café');
    expect((await get(wrong)).text()).toBe('caf\ufffd');
  });
});

describe('a failure of the server is told by its kind:', () => {
  it('429 with the seconds, the date, or the window it names', async () => {
    const named = server.on('/429', status(429, { 'retry-after': '30' }));
    expect(await failure(named)).toMatchObject({
      kind: 'http_status',
      status: 429,
      retryAfterMs: 30_000,
      message: `127.0.0.1:${server.port}/429 answered 429 (Too Many Requests) and asks to wait 30 s.`,
    });
    const [date, later] = ['Mon, 29 Jun 2026 12:00:00 GMT', 'Mon, 29 Jun 2026 12:01:30 GMT'];
    const dated = server.on('/429-date', status(429, { date, 'retry-after': later }));
    expect((await failure(dated)).retryAfterMs).toBe(90_000);
    const windowed = server.on('/429-window', status(429, { ratelimit: '"api";r=0;t=120' }));
    expect((await failure(windowed)).retryAfterMs).toBe(120_000);
  });

  it('429 and 503 that say nothing more', async () => {
    const limited = await failure(server.on('/429-bare', status(429, {}, 'Rate exceeded.')));
    const down = await failure(server.on('/503', status(503)));
    expect([limited.status, limited.retryAfterMs]).toEqual([429, undefined]);
    expect([down.status, down.retryAfterMs]).toEqual([503, undefined]);
  });

  it.each([
    ['a part nobody asked for', status(206, { 'content-type': ATOM }, 'part')],
    ['an unchanged answer to one who has none', status(304)],
    ['a redirect to nowhere', status(302)],
  ])('http_status for %s', async (name, behaviour) => {
    expect((await failure(server.on(`/status-${name.length}`, behaviour))).kind).toBe('http_status');
  });

  it.each([
    ['with a type', empty()],
    ['without a type', empty({ 'content-type': '' })],
    ['of another type', empty({ 'content-type': 'text/html' })],
    ['packed', body(gzipSync(''), ATOM, { 'content-encoding': 'gzip' })],
    ['said to be packed', empty({ 'content-type': ATOM, 'content-encoding': 'gzip' })],
    ['by its status', status(204)],
  ])('empty for a success with nothing in it, %s', async (name, behaviour) => {
    expect((await failure(server.on(`/empty-${name.length}`, behaviour))).kind).toBe('empty');
  });

  it('wrong_type for a web page instead of a feed, and for an encoding nobody asked for', async () => {
    const page = await failure(server.on('/page', body('<html>', 'text/html')));
    expect(page.kind).toBe('wrong_type');
    expect(page.message).toContain('sent "text/html" and not application/atom+xml or application/json.');
    const twice = body(gzipSync(gzipSync('a')), ATOM, { 'content-encoding': 'gzip, gzip' });
    expect((await failure(server.on('/twice', twice))).kind).toBe('wrong_type');
    const odd = body('a', ATOM, { 'content-encoding': 'constructor' });
    expect((await failure(server.on('/odd', odd))).kind).toBe('wrong_type');
  });

  it.each([
    ['half of a body', cutOff(Buffer.alloc(5_000, 'a'))],
    ['half of a packed body', cutOff(gzipSync('a'.repeat(5_000)), { 'content-encoding': 'gzip' })],
    ['a packed body without its end', cutPacked('a'.repeat(5_000))],
    ['a packed body that is none', body('plain', ATOM, { 'content-encoding': 'gzip' })],
    ['no answer', (_request: unknown, response: { destroy(): void }) => response.destroy()],
  ])('network for %s', async (name, behaviour) => {
    expect((await failure(server.on(`/cut-${name.length}`, behaviour))).kind).toBe('network');
  });

  it('network when nobody listens', async () => {
    const closed = await new MisbehavingHttpServer().start();
    const url = closed.url('/');
    await closed.stop();
    expect(await failure(url)).toMatchObject({
      kind: 'network',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('time', () => {
  it.each([
    ['a server that says nothing', hang],
    ['a body that drips', drip(20)],
  ])('ends for %s', async (name, behaviour) => {
    const startedAt = performance.now();
    const error = await failure(server.on(`/slow-${name.length}`, behaviour), { timeoutMs: 300 });
    expect(error.kind).toBe('timeout');
    expect(error.message).toContain('within 0.3 s');
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('runs over redirects together', async () => {
    const later = (to: string) => (_request: unknown, response: Parameters<typeof hang>[1]) =>
      void setTimeout(() => response.writeHead(302, { location: to }).end(), 200);
    server.on('/late-2', later('/late-3'));
    server.on('/late-3', later('/good'));
    expect((await failure(server.on('/late-1', later('/late-2')), { timeoutMs: 350 })).kind).toBe('timeout');
  });

  it('ends for a resolver that says nothing', async () => {
    const waiting = new GuardedFetch({ ...options, resolve: () => new Promise(() => undefined) });
    const error = await failure('https://papers.example.org/', { timeoutMs: 200 }, waiting);
    expect(error.kind).toBe('timeout');
  });

  it('ends early when the caller gives up, for the reason the caller has', async () => {
    const leaving = new AbortController();
    setTimeout(() => leaving.abort(new Error('shutting down')), 50);
    const url = server.on('/given-up', hang);
    expect((await failure(url, { signal: leaving.signal })).message).toBe('shutting down');
    expect((await failure(url, { signal: leaving.signal })).message).toBe('shutting down');
    expect(server.to('/given-up')).toHaveLength(1);
  });
});

describe('size', () => {
  it('is taken up to the limit and not beyond, told in advance or not', async () => {
    const exact = server.on('/exact', body(Buffer.alloc(1_000, 'a')));
    expect((await get(exact, { maxBytes: 1_000 })).body).toHaveLength(1_000);
    expect((await failure(exact, { maxBytes: 999 })).kind).toBe('too_large');
    const untold = server.on('/endless', endless(Buffer.alloc(60_000, 'a')));
    expect((await failure(untold)).message).toContain('more than the 10000000 bytes');
  });

  it('counts headers too', async () => {
    expect((await failure(server.on('/headers', hugeHeaders(100_000)))).kind).toBe('too_large');
  });

  it.each([
    ['gzip', 1_024],
    ['br', 128],
    ['deflate', 128],
  ] as const)('stops a bomb packed with %s (%i MiB) while memory stays flat', async (encoding, mebibytes) => {
    const url = server.on(`/bomb-${encoding}`, bomb(encoding, mebibytes));
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
    const error = await failure(url, { timeoutMs: 20_000 });
    clearInterval(watch);
    most = Math.max(most, process.memoryUsage.rss());
    expect(error.kind).toBe('too_large');
    expect((most - before) / 1_000_000).toBeLessThan(100);
  });

  it('stops a body that unpacks to nothing for ever', async () => {
    const nothing = Buffer.concat(Array<Buffer>(3_000).fill(gzipSync('')));
    const url = server.on('/hollow', endless(nothing, { 'content-encoding': 'gzip' }));
    expect((await failure(url)).kind).toBe('too_large');
  });
});

describe('where a fetch may go', () => {
  const resolving = (...addresses: string[]) =>
    new GuardedFetch({
      ...options,
      resolve: () => Promise.resolve(addresses.map((address) => ({ address, family: 4 }))),
    });

  it.each([
    ['another host', 'https://evil.example.org/'],
    ['a subdomain', 'https://a.papers.example.org/'],
    ['another port', 'https://papers.example.org:8443/'],
    ['plain http', 'http://papers.example.org/'],
    ['another protocol', 'file:///etc/passwd'],
    ['a password', 'https://user:secret@papers.example.org/'],
    ['no URL', 'papers.example.org'],
  ])('refuses %s', async (_name, url) => {
    const error = await failure(url);
    expect(error.kind).toBe('refused_host');
    expect(error.message).not.toContain('secret');
  });

  it('refuses this machine unless that is allowed', async () => {
    const strict = new GuardedFetch({ ...options, allowLoopback: false });
    const url = server.on('/not-for-all', body('a'));
    for (const one of [url, url.replace('127.0.0.1', 'localhost'), 'https://127.0.0.1/', 'https://[::1]/']) {
      expect((await failure(one, {}, strict)).kind).toBe('refused_host');
    }
    expect(server.to('/not-for-all')).toHaveLength(0);
  });

  it.each([
    ['https://papers.example.org/', ['10.0.0.1']],
    ['https://papers.example.org/', ['93.184.215.14', '169.254.169.254']],
    ['https://papers.example.org/', ['93.184.215.14', '::ffff:127.0.0.1']],
    ['https://papers.example.org/', ['127.0.0.1']],
    ['https://10.0.0.1/', []],
    ['https://[fd00::1]/', []],
  ])('refuses %s at %j: one private address is enough', async (url, addresses) => {
    expect((await failure(url, {}, resolving(...addresses))).kind).toBe('private_address');
  });

  it('says that a name has no address', async () => {
    const unknown = new GuardedFetch({
      ...options,
      resolve: () => Promise.reject(Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' })),
    });
    for (const nowhere of [unknown, resolving()]) {
      const error = await failure('https://papers.example.org/', {}, nowhere);
      expect(error).toMatchObject({
        kind: 'network',
        message: expect.stringContaining('an address of papers.example.org'),
      });
    }
  });

  it('connects to the address that was checked, without asking for it again', async () => {
    let asked = 0;
    const rebinding = new GuardedFetch({
      ...options,
      resolve: () => {
        asked += 1;
        return Promise.resolve([{ address: asked === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }]);
      },
    });
    server.on('/rebinding', body('a'));
    const answer = await rebinding.get(server.url('/rebinding', 'localhost'), { accept });
    expect(answer.text()).toBe('a');
    expect(asked).toBe(1);
    expect(server.to('/rebinding')[0]?.host).toBe(`localhost:${server.port}`);
  });
});

describe('redirects', () => {
  it('are followed three times and not four, wherever they lead', async () => {
    server.on('/r1', redirect('/r2', 301));
    server.on('/r2', redirect('/r3', 307));
    server.on('/r3', redirect('/good', 308));
    expect((await get(server.url('/r1'))).text()).toContain('Erdős');
    expect((await failure(server.on('/r0', redirect('/r1')))).kind).toBe('too_many_redirects');
    expect((await failure(server.on('/loop', redirect('/loop')))).kind).toBe('too_many_redirects');
  });

  it.each([
    ['https://10.0.0.1/', 'private_address'],
    ['https://evil.example.org/', 'refused_host'],
    ['http://169.254.169.254/latest/meta-data', 'refused_host'],
    ['file:///etc/passwd', 'refused_host'],
  ])('to %s are refused', async (location, kind) => {
    expect((await failure(server.on(`/to-${location.length}`, redirect(location)))).kind).toBe(kind);
  });

  it('to another host take no header of the caller along; within the host they do', async () => {
    server.on('/inside', redirect(server.url('/target', 'localhost')));
    server.on('/target', body('a'));
    const headers = { Authorization: 'Bearer secret', 'X-Api-Key': 'secret' };
    await get(server.on('/keyed', redirect('/inside')), { headers });
    expect(server.to('/inside')[0]).toMatchObject({ authorization: 'Bearer secret', 'x-api-key': 'secret' });
    expect(JSON.stringify(server.to('/target'))).not.toContain('secret');
  });
});
