// What a sign-up must look like, with a sentence for the person at each field that does not.
import { describe, expect, it } from '@jest/globals';
import { texts } from '../language/languages.js';
import { interestsOf, signUpInput } from './sign-up.schema.js';

const form = { email: 'ada@example.org', description: 'sparse experts' };
const read = (change: Record<string, unknown> = {}) => signUpInput.parse({ ...form, ...change });
function faultsOf(change: Record<string, unknown>): Record<string, string> {
  const { error } = signUpInput.safeParse({ ...form, ...change });
  return Object.fromEntries((error?.issues ?? []).map(({ path, message }) => [String(path[0]), message]));
}

describe('a sign-up', () => {
  it('needs an address and an interest; the rest has defaults', () => {
    expect(read()).toEqual({
      ...form,
      categories: [],
      queries: [],
      authors: [],
      papers: { identifiers: [], exported: '' },
      library: '',
      frequency: 'daily',
      weeklyOn: 1,
      timeZone: 'UTC',
      deliverAtHour: 8,
      stamp: '',
      altcha: '',
    });
    expect(read({ description: '', categories: ['cs.LG'] })).toMatchObject({ categories: ['cs.LG'] });
  });

  it('may come from a form, where one choice is a text, several are a list, and hours are digits', () => {
    expect(read({ categories: 'cs.LG' }).categories).toEqual(['cs.LG']);
    expect(read({ categories: ['cs.LG', 'cs.AI'] }).categories).toEqual(['cs.LG', 'cs.AI']);
    expect(read({ deliverAtHour: '23' }).deliverAtHour).toBe(23);
    expect(read({ deliverAtHour: '0' }).deliverAtHour).toBe(0);
  });

  it('may name queries and authors alone, one each or one a line, each once', () => {
    const said = read({
      description: '',
      queries: ' title:cats \r\n\r\ndogs NOT wolves',
      authors: ['Y. LeCun', 'Y. LeCun'],
    });
    expect(said).toMatchObject({ queries: ['title:cats', 'dogs NOT wolves'], authors: ['Y. LeCun'] });
    expect(interestsOf(said, []).map(({ kind }) => kind)).toEqual(['query', 'query', 'author']);
    const fault = faultsOf({ queries: 'cats\n"dogs' })['queries'] ?? '';
    expect(texts('en').phrase(fault)).toMatch(/^Line 2: Column 1: /);
  });

  it('may name papers alone, in any form, each once', () => {
    const papers = 'https://arxiv.org/abs/2606.00001v2, arXiv:2606.00001\ndoi:10.1000/xyz';
    const said = read({ description: '', papers });
    expect(said.papers).toEqual({ identifiers: ['2606.00001', '10.1000/xyz'], exported: '' });
    expect(interestsOf(said, ['A\nB'])).toEqual([{ kind: 'paper', value: 'A\nB' }]);
    const exported = '@misc{a, title={On routing}, eprint={2606.00001}}';
    expect(read({ description: '', papers: exported }).papers).toEqual({ identifiers: [], exported });
    expect(faultsOf({ papers: 'the one about experts' })['papers']).toContain('noIdentifiers');
  });

  it('has a description without what the database cannot hold', () => {
    expect(read({ description: 'sparse\u0000experts\ud800\nand more' }).description).toBe(
      'sparse experts\ufffd\nand more',
    );
  });

  it.each<[string, Record<string, unknown>]>([
    ['email', { email: undefined }],
    ['email', { email: 'ada' }],
    ['email', { email: ['ada@example.org'] }],
    ['email', { email: `${'a'.repeat(400)}@example.org` }],
    ['description', { description: '' }],
    ['description', { description: ' \n ' }],
    ['description', { description: 'x'.repeat(2_001) }],
    ['categories', { categories: ['cs.LG', 'cs.NONE'] }],
    ['categories', { categories: Array.from({ length: 201 }, () => 'cs.LG') }],
    ['timeZone', { timeZone: 'Europe/Berlin; DROP TABLE' }],
    ['timeZone', { timeZone: 'x'.repeat(61) }],
    ['queries', { queries: 'AND (' }],
    ['queries', { queries: Array.from({ length: 51 }, (_, n) => `cats${n}`) }],
    ['authors', { authors: '?' }],
    ['frequency', { frequency: 'hourly' }],
    ['weeklyOn', { weeklyOn: '8' }],
    ['deliverAtHour', { deliverAtHour: '24' }],
    ['deliverAtHour', { deliverAtHour: '-1' }],
    ['deliverAtHour', { deliverAtHour: '8.5' }],
    ['deliverAtHour', { deliverAtHour: 'early' }],
  ])('with something wrong about %s says so there, in a sentence: %j', (field, change) => {
    const faults = faultsOf(change);
    expect(Object.keys(faults)).toEqual([field]);
    expect(texts('en').phrase(faults[field] ?? '')).toMatch(/^[A-Z].*\.$/);
  });

  it('says all that is wrong at once', () => {
    expect(
      Object.keys(faultsOf({ email: 'ada', deliverAtHour: '24', categories: ['none'] })).toSorted(),
    ).toEqual(['categories', 'deliverAtHour', 'email']);
  });
});
