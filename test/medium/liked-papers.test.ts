// Papers a reader likes, by pasted identifiers: what is taken, what is told, and what becomes of the others.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SecretKey } from '../../src/platform/prisma/secret-key.js';
import { signToken } from '../../src/shared/signed-link.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { fieldsOf, open, press } from '../support/form-page.js';
import { newPaper, newSubscriber } from '../support/rows.js';

let courant: CourantUnderTest;
let page = '';
let subscriberId = '';

beforeAll(async () => {
  courant = await startCourantUnderTest();
  await newPaper(courant.prisma, { key: '2606.00001', title: 'Sparse <experts>', abstract: 'On routing.' });
  await newPaper(courant.prisma, { key: '2606.00002', title: 'Dwarf galaxies', doi: '10.1000/galaxies' });
  const reader = await newSubscriber(courant.prisma);
  subscriberId = reader.id;
  page = `${courant.url}/p/${signToken(courant.get(SecretKey).value, 'settings', reader.id, reader.addressKey)}/interests`;
});
afterAll(() => courant.stop());

const liked = async () =>
  (
    await courant.prisma.interest.findMany({
      where: { subscriberId, kind: 'paper' },
      orderBy: { value: 'asc' },
    })
  ).map(({ value, weight, muted }) => [value, weight, muted]);
const save = async (change: Record<string, string | string[]>) =>
  press(page, { ...fieldsOf((await open(page)).html, /interests$/), ...change });

describe('papers a reader likes', () => {
  it('are taken by identifier, link and DOI, and what is not known here is told and stays', async () => {
    const papers =
      'see https://arxiv.org/abs/2606.00001v2, doi:10.1000/Galaxies\nand arXiv:2401.99999, 2606.00001';
    const { status, html } = await save({ papers, query: 'title:routing', queryWeight: 'normal' });
    expect(status).toBe(200);
    expect(html).toContain('2 papers were taken. Not known here: 2401.99999.');
    expect(html).toMatch(/name="papers"[^>]*>\n2401\.99999<\/textarea>/);
    expect(html).toContain('Sparse &lt;experts&gt;</label>');
    expect(await liked()).toEqual([
      ['Dwarf galaxies\n', 1, false],
      ['Sparse <experts>\nOn routing.', 1, false],
    ]);
    const queries = await courant.prisma.interest.count({ where: { subscriberId, kind: 'query' } });
    expect(queries).toBe(1);
  });

  it('are asked for again where nothing names one: nothing else is saved meanwhile, and nothing typed is lost', async () => {
    const { status, html } = await save({ papers: 'the one about <experts>', query: 'title:lost' });
    expect(status).toBe(422);
    expect(html).toContain('<a href="#papers">Papers you like – There is no identifier or link');
    expect(html).toMatch(/id="papers"[^>]* aria-invalid="true">\nthe one about &lt;experts&gt;<\/textarea>/);
    expect(html).toContain('id="papers-error"');
    expect(await courant.prisma.interest.count({ where: { subscriberId, value: 'title:lost' } })).toBe(0);
  });

  it('are weighed, muted, dropped, and otherwise kept when the page is saved again', async () => {
    const { status } = await save({});
    expect([status, (await liked()).length]).toEqual([303, 2]);
    await save({ paperWeight: ['more', 'mute'] });
    expect((await liked()).map(([, ...rest]) => rest).toSorted()).toEqual([
      [1, true],
      [2, false],
    ]);
    await save({ paperWeight: ['off', 'normal'] });
    expect(await liked()).toHaveLength(1);
  });

  it("are nobody else's", async () => {
    const other = await newSubscriber(courant.prisma);
    const { id } = await courant.prisma.interest.create({
      data: { subscriberId: other.id, kind: 'paper', value: 'Hers', createdAt: new Date() },
    });
    await save({ paper: id, paperWeight: 'off' });
    expect(await courant.prisma.interest.count({ where: { id } })).toBe(1);
  });
});
