// What a sign-up must look like, with a sentence for the person at each field that does not.
import { describe, expect, it } from '@jest/globals';
import { texts } from '../language/languages.js';
import { signUpInput } from './sign-up.schema.js';

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
