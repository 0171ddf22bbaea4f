// A public library of Zotero, from a server on this machine that behaves as Zotero's API does, well and badly.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { signToken } from '../../src/shared/signed-link.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { press } from '../support/form-page.js';
import { newPaper, newSubscriber } from '../support/rows.js';

let courant: CourantUnderTest;
let zotero: Server;
let base = '';
let subscriberId = '';
let asked: URL[] = [];
let answer: (url: URL, response: ServerResponse) => void;

const item = (n: number) => ({
  key: `K${n}`,
  data: {
    itemType: 'preprint',
    title: `Paper ${n}`,
    abstractNote: 'On things.',
    url: `https://arxiv.org/abs/2606.${10_000 + n}`,
  },
});
/** As Zotero pages: so many in all, the part that is asked for, 100 at most. */
const library = (total: number) => (url: URL, response: ServerResponse) => {
  const start = Number(url.searchParams.get('start'));
  const count = Math.max(0, Math.min(100, Number(url.searchParams.get('limit')), total - start));
  response.setHeader('content-type', 'application/json');
  response.setHeader('total-results', String(total));
  response.end(JSON.stringify(Array.from({ length: count }, (_, n) => item(start + n))));
};
const refuses =
  (status: number, headers: Record<string, string> = {}) =>
  (_url: URL, response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end('no');
  };

beforeAll(async () => {
  zotero = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://zotero');
    asked.push(url);
    answer(url, response);
  });
  await new Promise<void>((resolve) => zotero.listen(0, '127.0.0.1', resolve));
  courant = await startCourantUnderTest({
    env: { ZOTERO_URL: `http://127.0.0.1:${(zotero.address() as AddressInfo).port}` },
  });
  await newPaper(courant.prisma, { key: '2606.10001' });
});
afterAll(async () => {
  await courant.stop();
  zotero.close();
});
beforeEach(async () => {
  asked = [];
  const reader = await newSubscriber(courant.prisma);
  subscriberId = reader.id;
  base = `${courant.url}/p/${signToken(courant.get(SecretKey).value, 'settings', reader.id, reader.addressKey)}/library`;
});

const bring = (zotero: string) => press(`${base}/zotero`, { zotero });
const kept = () => courant.prisma.libraryEntry.count({ where: { subscriberId } });

describe('a library from Zotero', () => {
  it('is read page by page, by user or by group, and the report says what was taken', async () => {
    answer = library(250);
    const { status, html } = await bring('475425');
    expect(status).toBe(200);
    expect(html).toContain('250 papers, 1 of them known here; 250 added.');
    expect(asked.map(({ pathname, searchParams }) => [pathname, searchParams.get('start')])).toEqual([
      ['/users/475425/items/top', '0'],
      ['/users/475425/items/top', '100'],
      ['/users/475425/items/top', '200'],
    ]);
    expect(await kept()).toBe(250);
    const again = await bring('https://www.zotero.org/groups/99/lab/library');
    expect(again.html).toContain('0 added, 250 there already');
    expect(asked.at(-1)?.pathname).toBe('/groups/99/items/top');
  });

  it('is taken up to 2,000, the newest first', async () => {
    answer = library(5_000);
    const { html } = await bring('1');
    expect(html).toContain('the newest 2,000 were read');
    expect([asked.length, await kept()]).toEqual([20, 2_000]);
  });

  it('waits where Zotero asks for a moment', async () => {
    let first = true;
    answer = (url, response) => {
      if (first) refuses(429, { 'retry-after': '1' })(url, response);
      else library(1)(url, response);
      first = false;
    };
    expect((await bring('1')).html).toContain('1 added');
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['private', refuses(403), 'not public'],
    ['unknown', refuses(404), 'knows no such library'],
    ['broken', refuses(500), 'could not be reached'],
    [
      'no JSON',
      (_url: URL, response: ServerResponse) =>
        void response.setHeader('content-type', 'application/json').end('{"a":'),
      'could not be read',
    ],
    [
      'no list',
      (_url: URL, response: ServerResponse) =>
        void response.setHeader('content-type', 'application/json').end('{}'),
      'could not be read',
    ],
    ['elsewhere', refuses(302, { location: 'https://evil.example/' }), 'could not be reached'],
  ])(
    'that is %s is told in words beside the field, which keeps what was typed',
    async (_, behaviour, words) => {
      answer = behaviour;
      const { status, html } = await bring('475425');
      expect(status).toBe(422);
      expect(html).toMatch(new RegExp(`id="zotero-error">.*${words}`));
      expect(html).toMatch(/id="zotero" name="zotero" value="475425"[^>]*aria-invalid="true" autofocus/);
      expect(await kept()).toBe(0);
    },
  );

  it('is not asked for without a number, nor too often', async () => {
    answer = library(0);
    expect((await bring('https://www.zotero.org/ada')).html).toContain('do not say their number');
    expect(asked).toEqual([]);
    const statuses = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await bring('7')).status);
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
  }, 60_000);

  it('is not asked for again, by nobody, while Zotero asks for a long rest', async () => {
    answer = refuses(503, { 'retry-after': '3600' });
    for (let reader = 1; reader <= 2; reader += 1) {
      const { status, html } = await bring('475425');
      expect(status).toBe(422);
      expect(html).toMatch(/id="zotero-error">.*asks us to wait/);
    }
    expect(asked).toHaveLength(1);
  }, 60_000);
});
