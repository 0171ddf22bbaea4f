// The pages of an edition, and the words of its papers: as the sources wrote them, on pages and in mails.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StartRun } from '../../src/digests/start-run.js';
import { ImportPapers } from '../../src/papers/import-papers.js';
import { JsonLinesSource } from '../../src/papers/sources/jsonl/json-lines-source.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { newPaper, newSubscriber } from '../support/rows.js';
import type { MailView } from '../../src/platform/embedded/mailbox-view.js';
import { TestClock } from '../support/test-clock.js';

const DATE = '2026-06-29';
const PAPERS = [
  {
    title: String.raw`$T_\text{eff}$ and $H_2O$ at $10^{5}$ K, \emph{in situ}`,
    abstract: String.raw`Water is wet. We measure $N_{e}$ & <b onclick="alert(1)">$M_\text{max}$</b> in 100 clouds of dust and gas. More is to come.`,
  },
  { title: 'CO<sub>2</sub> <script>alert(1)</script>and <sub onclick=alert(1)>n</sub>' },
  { title: 'Marks of another text: H$_2$O' },
];
const STYLE = 'font-size:70%;line-height:0';
const SUMMARY = 'We measure Nₑ & M_max in 100 clouds of dust and gas.';

const directory = mkdtempSync(join(tmpdir(), 'courant-rich-'));
let courant: CourantUnderTest;
let page: string;
let mail: MailView;

beforeAll(async () => {
  const clock = new TestClock();
  courant = await startCourantUnderTest({ clock });
  const lines = PAPERS.map((paper, index) =>
    JSON.stringify({ id: `2606.1000${index}`, categories: ['cs.LG'], published: DATE, ...paper }),
  );
  const file = join(directory, 'papers.jsonl');
  writeFileSync(file, lines.join('\n'));
  const report = await courant.get(ImportPapers).run({ source: new JsonLinesSource(file) });
  expect(report).toMatchObject({ added: PAPERS.length, faultCount: 0 });
  await courant.prisma.paper.update({ where: { key: '2606.10002' }, data: { title: 'Another <text>' } });
  const { id } = await newSubscriber(courant.prisma, { address: 'ada@example.org' });
  const interest = { subscriberId: id, kind: 'category' as const, value: 'cs.LG', createdAt: clock.now() };
  await courant.prisma.interest.create({ data: interest });
  await courant.get(StartRun).run({ date: DATE });
  mail = await courant.sink.waitFor('ada@example.org');
  page = await (await fetch(`${courant.url}/editions/${DATE}`)).text();
});
afterAll(async () => {
  await courant.stop();
  rmSync(directory, { recursive: true });
});

describe('the words of a paper', () => {
  it('are on the page of their edition with sub, sup and em', () => {
    expect(page).toContain('>T<sub>eff</sub> and H<sub>2</sub>O at 10<sup>5</sup> K, <em>in situ</em></a>');
    expect(page).toContain(
      '<p class="summary" lang="en">We measure N<sub>e</sub> &amp; M<sub>max</sub> in 100 clouds of dust and gas.</p>',
    );
    expect(page).toContain(
      'Abstract<span class="visually-hidden"> of <span lang="en">T_eff and H₂O at 10⁵ K, in situ</span></span>',
    );
  });

  it('are on the first page with sub, sup and em', async () => {
    const first = await (await fetch(`${courant.url}/`)).text();
    expect(first).toContain('>T<sub>eff</sub> and H<sub>2</sub>O at 10<sup>5</sup> K, <em>in situ</em></a>');
  });

  it('are in the HTML of the mail with sub, sup and em, which do not move its lines', () => {
    const html = mail.html?.replace(/\s+/g, ' ');
    expect(html).toContain(
      `>T<sub style="${STYLE}">eff</sub> and H<sub style="${STYLE}">2</sub>O at 10<sup style="${STYLE}">5</sup> K, <em>in situ</em></a>`,
    );
    expect(html).toContain(
      `We measure N<sub style="${STYLE}">e</sub> &amp; M<sub style="${STYLE}">max</sub> in 100 clouds of dust and gas.`,
    );
    expect(html).toContain('aria-label="Abstract of T_eff and H₂O at 10⁵ K, in situ"');
  });

  it('are plain in the text part and in the subject', () => {
    const text = mail.text?.replace(/\s+/g, ' ');
    expect(text).toContain('T_eff and H₂O at 10⁵ K, in situ');
    expect(text).toContain(SUMMARY);
    expect(text).not.toContain('[object');
    expect(`${text}${mail.subject}`).not.toMatch(/<\/?(?:sub|sup|em)/);
  });

  it('bring no tag and no attribute of their own along', () => {
    for (const html of [page, mail.html ?? '']) {
      expect(html).not.toMatch(/onclick|<b>|<b |alert\(1\)<\/script>/);
      expect(html.replaceAll(` style="${STYLE}"`, '')).toContain('CO<sub>2</sub> and <sub>n</sub>');
      expect(html).not.toMatch(/<em [^>]|<su[bp] (?!style="font-size:70%;line-height:0")/);
    }
    expect(page).not.toContain(' style=');
  });

  it('are shown plain where the marks are those of another text', () => {
    for (const html of [page, mail.html ?? '']) {
      expect(html).toContain('>Another &lt;text&gt;</a>');
      expect(html).not.toContain('Marks of another');
    }
  });
});

describe('an edition', () => {
  it('of more than fifty papers is in parts, each with its own ranks and the way to the next', async () => {
    const announcedOn = new Date('2026-03-02');
    for (let n = 101; n <= 160; n += 1) await newPaper(courant.prisma, { key: `2603.00${n}`, announcedOn });
    const part = async (query: string) => {
      const answer = await fetch(`${courant.url}/editions/2026-03-02${query}`);
      const html = await answer.text();
      return {
        status: answer.status,
        html,
        ranks: Array.from(html.matchAll(/"rank">(\d+)/g), ([, rank]) => rank),
      };
    };
    const [first, second] = [await part(''), await part('?page=2')];
    expect([first.ranks.length, first.ranks[0], second.ranks.length, second.ranks[0]]).toEqual([
      50,
      '1',
      10,
      '51',
    ]);
    expect(first.html).toContain('rel="next" href="/editions/2026-03-02?page&#x3D;2"');
    expect(second.html).toContain('Papers 51 to 60 of 60');
    expect(second.html).toContain('rel="prev" href="/editions/2026-03-02"');
    const statuses = await Promise.all(
      ['?page=3', '?page=0', '?page=x'].map(async (query) => (await part(query)).status),
    );
    expect(statuses).toEqual([404, 404, 404]);
  });
});
