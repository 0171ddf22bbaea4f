// The live preview: what a reader's last week would have been, before she has said who she is.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BuildDigests } from '../../src/digests/build-digests.js';
import { type CourantUnderTest, startCourantUnderTest } from '../support/courant-under-test.js';
import { type Fields, fieldsOf, press } from '../support/form-page.js';
import { readersOf } from '../support/reader-pages.js';
import { newPaper, papersOfDigests } from '../support/rows.js';
import { TestClock } from '../support/test-clock.js';

const clock = new TestClock();
let courant: CourantUnderTest;
const readers = readersOf(() => courant);

beforeAll(async () => {
  courant = await startCourantUnderTest({
    clock,
    env: { PREVIEW_LIMIT_NETWORK: '8/minute', TRUST_PROXY: '127.0.0.1' },
  });
  const day = (date: number) => new Date(Date.UTC(2026, 5, date));
  // Papers that are nearly the same are shown once, so these differ.
  const subjects = {
    vision: 'Pixels, textures, edges, cameras, segmentation, contours and lighting.',
    speech: 'Phonemes, microphones, accents, spectrograms, whispering, prosody and noise.',
    proteins: 'Residues, folding, helices, binding, enzymes, cryo microscopy and chains.',
    weather: 'Precipitation, cyclones, radar, humidity, gusts, glaciers and monsoons.',
    robots: 'Grippers, torque, legs, navigation, collisions, welding and drones.',
  };
  for (const [subject, abstract] of Object.entries(subjects)) {
    await newPaper(courant.prisma, {
      title: `Sparse experts for ${subject}`,
      abstract,
      announcedOn: day(29),
    });
  }
  await newPaper(courant.prisma, { title: 'Routing <b>sparse</b> experts & more', announcedOn: day(26) });
  await newPaper(courant.prisma, {
    title: 'Dwarf galaxies',
    categories: ['astro-ph.GA'],
    announcedOn: day(25),
  });
  // The eighth edition back.
  for (const date of [24, 23, 22, 19])
    await newPaper(courant.prisma, { title: 'Corals', announcedOn: day(date) });
  await newPaper(courant.prisma, { title: 'Sparse experts of old', announcedOn: day(18) });
});
afterAll(() => courant.stop());

let visitors = 0;
/** Each asks from a network of her own unless told. */
async function preview(fields: Fields, ip = `198.51.${(visitors += 1)}.1`) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) body.append(name, one);
  const headers = { 'x-forwarded-for': ip, 'sec-fetch-site': 'same-origin' };
  const answer = await fetch(`${courant.url}/preview`, { method: 'POST', body, headers });
  return { status: answer.status, html: await answer.text(), headers: answer.headers };
}
/** The part of the page that is the preview. */
const shown = (html: string) => /<div id="preview"[^]*?<\/section>/.exec(html)?.[0] ?? '';

describe('the preview of who has not said who she is', () => {
  it('brings the papers of the last seven editions that fit, by day, three of each, and why', async () => {
    const { status, html } = await preview({
      description: 'sparse experts',
      queries: '"sparse experts" OR sparse',
      email: '',
    });
    expect(status).toBe(200);
    const days = shown(html).split('<h3').slice(1);
    expect(days).toHaveLength(2);
    expect(days[0]).toContain('Monday, 29 June 2026');
    expect(days[0]?.match(/Sparse experts for \w+/g)).toHaveLength(3);
    expect(days[0]).toContain('and 2 papers more that day');
    expect(days[0]).toMatch(/Why:<\/strong> [^<]*sparse/i);
    expect(days[1]).toContain('Routing &lt;b&gt;sparse&lt;/b&gt; experts &amp; more');
    expect(html).not.toContain('Sparse experts of old');
    expect(shown(html)).not.toContain('Dwarf galaxies');
  });

  it('keeps what was typed, and keeps nothing of it', async () => {
    const description = 'galaxies "& <b>dwarfs</b>';
    const typed = {
      email: 'not yet',
      description,
      categories: ['astro-ph.GA'],
      deliverAtHour: '7',
      timeZone: 'Asia/Tokyo',
    };
    const { html } = await preview(typed);
    expect(shown(html)).toContain('in Astrophysics of Galaxies');
    expect(fieldsOf(html, /^\/$/)).toMatchObject({
      email: ['not yet'],
      categories: ['astro-ph.GA'],
      deliverAtHour: ['7'],
      timeZone: ['Asia/Tokyo'],
    });
    expect(html).toContain('galaxies &quot;&amp; &lt;b&gt;dwarfs&lt;/b&gt;</textarea>');
    expect(await courant.prisma.subscriber.count()).toBe(0);
    expect(await courant.prisma.interest.count()).toBe(0);
  });

  it('says so when nothing fits, and which field is empty or wrong', async () => {
    expect(shown((await preview({ description: 'medieval falconry' })).html)).toContain(
      'Nothing of the last editions fits',
    );
    const nothing = await preview({ description: ' ' });
    expect(nothing.status).toBe(422);
    expect(nothing.html).toContain(
      '<a href="#description">What do you work on? – Please say what interests you',
    );
    expect((await preview({ categories: 'cs.NOPE' })).html).toContain('<a href="#categories">');
  });

  it('is limited for each network', async () => {
    const ask = () => preview({ description: 'sparse experts' }, '192.0.2.9');
    const answers = await Promise.all(Array.from({ length: 10 }, ask));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(8).fill(200), 429, 429]);
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('retry-after')).toBe('60');
    expect(refused?.html).toContain('sparse experts</textarea>');
  });
});

describe("a reader's own preview", () => {
  it('follows what stands in the form, not what is kept, and changes nothing', async () => {
    const settings = await readers.settingsOf('previewing@example.org');
    const look = async (fields: Fields) => shown((await press(`${settings}/interests/preview`, fields)).html);
    expect(await look({ query: 'title:galaxies', queryWeight: 'normal' })).toContain('Dwarf galaxies');
    const muted = await look({ description: 'sparse experts', query: 'routing', queryWeight: 'mute' });
    expect(muted).toContain('Sparse experts for');
    expect(muted).not.toContain('Routing');
    const wrong = await press(`${settings}/interests/preview`, {
      query: 'galaxies AND (',
      queryWeight: 'more',
    });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('href="#query-1"');
    const where = { address: 'previewing@example.org' };
    await courant.prisma.subscriber.updateMany({ where, data: { maxPapers: 1 } });
    expect(await look({ description: 'sparse experts' })).not.toContain('papers more that day');
    await courant.prisma.subscriber.updateMany({ where, data: { maxPapers: 10 } });
    const { interests } = await readers.subscriber('previewing@example.org');
    expect(interests.map(({ value }) => value)).toEqual(['sparse experts']);
  });

  it('is what her digest then brings', async () => {
    const reader = await readers.subscriber('previewing@example.org');
    const settings = await readers.settingsOf('other@example.org');
    const { html } = await press(`${settings}/interests/preview`, { description: 'sparse experts' });
    const digest = await courant.prisma.digest.create({
      data: {
        subscriberId: reader.id,
        localDate: new Date('2026-06-30'),
        dueAt: clock.now(),
        plannedAt: clock.now(),
      },
    });
    await courant.get(BuildDigests).run({ digestIds: [digest.id] });
    const items = (await papersOfDigests(courant.prisma, digest.id)).filter(
      ({ section }) => section === 'for_you',
    );
    const papers = await Promise.all(
      items.map(({ paperKey: key }) => courant.prisma.paper.findUniqueOrThrow({ where: { key } })),
    );
    // Also what is older than a week is new to her.
    const fresh = papers.filter(({ title }) => !title.includes('of old'));
    expect(fresh.length).toBeGreaterThan(1);
    for (const { url } of fresh) expect(shown(html)).toContain(url);
    expect(shown(html).match(/arxiv\.org\/abs/g)).toHaveLength(fresh.length);
  });
});
