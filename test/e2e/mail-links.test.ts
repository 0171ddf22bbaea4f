// Every address in every mail answers in a running service, the digest's own page says what the mail said, and past digests
// lead to it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StartRun } from '../../src/digests/start-run.js';
import { linksIn } from '../support/mail-specimens.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { pngOf } from '../support/pictures.js';
import { confirmLink, submitForm } from '../support/reader.js';
import { newPaper } from '../support/rows.js';
import type { ReceivedMail } from '../support/smtp-sink.js';
import type { MailView } from '../../src/platform/embedded/mailbox-view.js';
import { TestClock } from '../support/test-clock.js';

type Mail = MailView & ReceivedMail;

describe('the links of our mails', () => {
  const address = 'ada@example.org';
  const folder = mkdtempSync(join(tmpdir(), 'courant-links-'));
  let courant: CourantUnderTest;
  let confirmation: Mail;
  let welcome: Mail;
  let digest: Mail;

  beforeAll(async () => {
    const logo = join(folder, 'logo.png');
    writeFileSync(logo, pngOf(300, 120));
    courant = await startCourantUnderTest({ clock: new TestClock(), env: { BRAND_LOGO: logo } });
    for (const [index, title] of [
      'Sparse experts',
      'Sparse routing of experts',
      'Something else',
    ].entries()) {
      await newPaper(courant.prisma, {
        key: `2606.0000${index}`,
        title,
        upvotes: 3 - index,
        pdfUrl: `https://arxiv.org/pdf/2606.0000${index}`,
        codeUrl: `https://github.com/example/paper-${index}`,
      });
    }
    await submitForm(courant.url, { email: address, description: 'sparse experts', timeZone: 'UTC' });
    confirmation = await courant.sink.waitFor(address);
    await fetch(confirmLink(confirmation), { method: 'POST' });
    welcome = await courant.sink.waitFor(address, 2);
    await saveSome();
    await courant.get(StartRun).run({ date: '2026-06-29' });
    digest = await courant.sink.waitFor(address, 3);
  }, 120_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await courant.stop();
  });

  /** A weekly digest reminds of what she saved lately and has not read. */
  async function saveSome(): Promise<void> {
    const { id: subscriberId } = await courant.prisma.subscriber.findFirstOrThrow();
    const weekly = { frequency: 'weekly', weeklyOn: 1 } as const;
    await courant.prisma.subscriber.update({ where: { id: subscriberId }, data: weekly });
    const day = (on: string) => new Date(`${on}T09:00:00Z`);
    for (const [key, title, savedAt, readAt] of [
      ['2606.10001', 'Knots that wait', day('2026-06-20'), null],
      ['2606.10002', 'Knots that were read', day('2026-06-21'), day('2026-06-22')],
      ['2604.10003', 'Knots of last spring', day('2026-04-20'), null],
    ] as const) {
      await newPaper(courant.prisma, { key, title });
      const given = { subscriberId, paperKey: key, savedAt, readAt, givenAt: savedAt };
      await courant.prisma.feedback.create({ data: given });
    }
  }

  /** Ours; those of papers lead elsewhere. */
  const ourLinks = (mail: Mail) => [
    ...new Set(
      [...linksIn(mail.html ?? ''), ...linksIn(mail.text ?? '')].filter((link) =>
        link.startsWith(courant.url),
      ),
    ),
  ];

  it('answer, those of the digest and the welcome', async () => {
    const links = [...ourLinks(welcome), ...ourLinks(digest)];
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect([link, (await fetch(link)).status]).toEqual([link, 200]);
  });

  it('lead to what she saved, of which a weekly digest names what she has not read', () => {
    for (const part of [digest.html ?? '', digest.text ?? '']) {
      const saved = part.slice(part.search(/saved for later/i));
      expect(saved).toContain('Knots that wait');
      expect(saved).not.toMatch(/Knots that were read|Knots of last spring/);
      expect(saved).toMatch(/\/p\/[\w.-]+\/saved/);
    }
  });

  it('say what a link that was used is, that of the confirmation', async () => {
    const link = ourLinks(confirmation).find((one) => one.includes('/confirm/')) ?? '';
    expect([200, 410]).toContain((await fetch(link)).status);
  });

  const browserLink = () => /http\S+\/d\/[\w.-]+/.exec(digest.text ?? '')?.[0] ?? '';

  it('open the same digest in a browser: its papers, and no way into the settings of its reader', async () => {
    const answer = await fetch(browserLink());
    const page = await answer.text();
    for (const part of [
      'Sparse experts',
      'Why:',
      'https://arxiv.org/pdf/2606.00000',
      'https://github.com/example/paper-0',
    ]) {
      expect(page).toContain(part);
      expect(digest.html).toContain(part);
    }
    expect(page).not.toMatch(/\/(?:p|u)\/[0-9a-f-]{36}/);
    // What goes along with the mail stands in the page.
    expect(digest.html).toContain('src="cid:logo@');
    expect(page).toContain('src="data:image/png;base64,iVBORw0KGgo');
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox .*default-src 'none'/);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
  });

  it('of a digest that was signed for something else, or by somebody else, open nothing', async () => {
    const unsubscribe = /\/u\/([\w.-]+)/.exec(digest.text ?? '')?.[1] ?? '';
    expect((await fetch(`${courant.url}/d/${unsubscribe}`)).status).toBe(404);
    expect(
      (await fetch(browserLink().replace(/\.(.)/, (_dot, first) => (first === 'A' ? '.B' : '.A')))).status,
    ).toBe(404);
  });

  it('stand among the past digests', async () => {
    const settings = /http\S+\/p\/[\w.-]+/.exec(digest.text ?? '')?.[0] ?? '';
    const history = await (await fetch(`${settings}/history`)).text();
    expect(history).toContain(new URL(browserLink()).pathname);
  });
});
