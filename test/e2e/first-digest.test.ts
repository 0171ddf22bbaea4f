// The reader's way, from the form to good-bye, over HTTP and SMTP only.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { StartRun } from '../../src/digests/start-run.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { newPaper } from '../support/rows.js';

describe("the reader's way", () => {
  let courant: CourantUnderTest;
  const address = 'ada@example.org';

  beforeAll(async () => {
    courant = await startCourantUnderTest();
    await newPaper(courant.prisma, { title: 'Sparse experts in very large language models', upvotes: 12 });
    await newPaper(courant.prisma, {
      title: 'Dwarf galaxies without dark matter',
      categories: ['astro-ph.GA'],
    });
  });
  afterAll(() => courant.stop());

  it('confirms by the button behind the mailed link, gets a digest, and leaves with one click', async () => {
    const form = new URLSearchParams({
      email: address,
      description: 'sparse experts',
      timeZone: 'Europe/Berlin',
      categories: 'cs',
    });
    const signedUp = await fetch(`${courant.url}/`, { method: 'POST', body: form, redirect: 'manual' });
    expect(signedUp.status).toBe(303);

    const confirmation = await courant.sink.waitFor(address);
    const link = /https?:\S+\/confirm\/[\w-]+/.exec(confirmation.text ?? '')?.[0] ?? '';
    await fetch(link);
    expect((await courant.prisma.subscriber.findFirstOrThrow()).state).toBe('pending');
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    const welcome = await courant.sink.waitFor(address, 2);
    expect(welcome.subject).toContain('Welcome');
    // A whole archive goes by its name.
    expect(welcome.text).toContain('Computer Science');

    await courant.get(StartRun).run({ date: new Date().toISOString().slice(0, 10) });
    const digest = await courant.sink.waitFor(address, 3);
    expect(digest.text).toContain('Sparse experts in very large language models');
    expect(digest.text).toContain('matches ');

    const header = digest.headers.find(({ name }) => name === 'List-Unsubscribe')?.value ?? '';
    const oneClick = /<(https?:[^>]+)>/.exec(header)?.[1] ?? '';
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(oneClick, { method: 'POST', body, redirect: 'manual' })).status).toBe(200);
    expect((await courant.prisma.subscriber.findFirstOrThrow()).state).toBe('unsubscribed');
  });
});
