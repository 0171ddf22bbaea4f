// A library is uploaded or pasted: what is kept of it, what the page says, and what is too much.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { signToken } from '../../src/shared/signed-link.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { open, press } from '../support/form-page.js';
import { newPaper, newSubscriber } from '../support/rows.js';

let courant: CourantUnderTest;
let page = '';
let subscriberId = '';

beforeAll(async () => {
  courant = await startCourantUnderTest();
  await newPaper(courant.prisma, { key: '2606.12345', title: 'Sparse experts', doi: '10.1000/known' });
  const reader = await newSubscriber(courant.prisma);
  subscriberId = reader.id;
  const token = signToken(courant.get(SecretKey).value, 'settings', reader.id, reader.addressKey);
  page = `${courant.url}/p/${token}/library`;
});
afterAll(() => courant.stop());

async function upload(fields: Record<string, string | Blob>): Promise<{ status: number; html: string }> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = await fetch(page, { method: 'POST', body });
  return { status: answer.status, html: await answer.text() };
}
const kept = () =>
  courant.prisma.libraryEntry.findMany({ where: { subscriberId }, orderBy: { title: 'asc' } });

const bibtex = `@article{a, title={Sparse experts}, eprint={2606.12345}, archivePrefix={arXiv}, author={Lovelace, Ada}, year={2026}}
@article{b, title={A paper that nobody here has}, abstract={On things.}, author={Noether, Emmy}}
@article{broken, title={never closed
`;

describe('a library', () => {
  it('is taken from a file: known papers are tied, others kept by their words, faults told by line', async () => {
    const { status, html } = await upload({ file: new Blob([bibtex]), text: '' });
    expect(status).toBe(200);
    expect(html).toContain('Read as BibTeX: 2 papers, 1 of them known here; 2 added.');
    expect(html).toMatch(/Line \d+: /);
    expect(await kept()).toMatchObject([
      {
        title: 'A paper that nobody here has',
        abstract: 'On things.',
        paperKey: null,
        authors: ['Emmy Noether'],
      },
      { title: 'Sparse experts', paperKey: '2606.12345', identity: '2606.12345', year: 2026 },
    ]);
    const profile = await courant.prisma.profile.findUniqueOrThrow({ where: { subscriberId } });
    expect(profile.compiledRevision).not.toBe(profile.revision);
  });

  it('keeps each work once, however it is named', async () => {
    const { html } = await upload({
      text: 'https://arxiv.org/abs/2606.12345v2\ndoi:10.1000/known\narXiv:2501.00001',
    });
    expect(html).toContain('a list of identifiers');
    expect((await kept()).map(({ identity }) => identity)).toContain('2501.00001');
    expect(await kept()).toHaveLength(3);
    const again = await upload({ file: new Blob([bibtex]) });
    expect(again.html).toContain('0 added, 2 there already');
    expect(await kept()).toHaveLength(3);
  });

  it('is refused with a sentence when there is nothing in it, and what was typed is kept', async () => {
    const nothing = await upload({ text: ' ' });
    expect([nothing.status, nothing.html.includes('id="file-error"')]).toEqual([422, true]);
    const words = await upload({ text: 'no <b>paper</b> here' });
    expect(words.status).toBe(422);
    expect(words.html).toContain('no &lt;b&gt;paper&lt;/b&gt; here</textarea>');
    expect(words.html).toContain('Line 1: ');
    expect((await upload({ file: new Blob([new Uint8Array([80, 75, 3, 4, 0, 0])]) })).status).toBe(422);
  });

  it('survives what no database can hold', async () => {
    const before = (await kept()).length;
    const { status } = await upload({ file: new Blob([`@misc{x, title={Nul \u0000 and more of it}}`]) });
    expect(status).toBeLessThan(500);
    expect((await kept()).length).toBeGreaterThanOrEqual(before);
  });

  it('is not read beyond 5 MB, and nowhere else beyond 64 kB', async () => {
    expect((await upload({ file: new Blob(['x'.repeat(5_300_000)]) })).status).toBe(413);
    const body = new FormData();
    body.append('file', new Blob(['x'.repeat(70_000)]));
    expect((await fetch(`${courant.url}/sign-in`, { method: 'POST', body })).status).toBe(413);
    const noForm = {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'multipart/form-data; boundary=y' },
    };
    expect((await fetch(page, noForm)).status).toBe(400);
  });

  it('is removed by the entry and as a whole, by its reader only', async () => {
    const [entry] = await kept();
    const other = await newSubscriber(courant.prisma);
    const token = signToken(courant.get(SecretKey).value, 'settings', other.id, other.addressKey);
    await press(`${courant.url}/p/${token}/library/remove`, { entry: entry?.id ?? '' });
    const before = (await kept()).length;
    await press(`${page}/remove`, { entry: entry?.id ?? '' });
    expect(await kept()).toHaveLength(before - 1);
    await press(`${page}/remove`);
    expect(await kept()).toEqual([]);
    expect((await open(page)).html).not.toContain('Remove the whole library');
  });
});
