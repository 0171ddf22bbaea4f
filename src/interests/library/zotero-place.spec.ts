// What people paste when they are asked for their Zotero library.
import { describe, expect, it } from '@jest/globals';
import { readZoteroPlace } from './zotero-place.js';

describe('a Zotero library', () => {
  it.each([
    [' 475425 ', 'users', '475425'],
    ['users/475425', 'users', '475425'],
    ['user 475425', 'users', '475425'],
    ['group: 4567', 'groups', '4567'],
    ['https://www.zotero.org/groups/4567/sparse_experts/library', 'groups', '4567'],
    ['https://api.zotero.org/users/475425/items?limit=5', 'users', '475425'],
  ])('%s is one', (text, kind, id) => expect(readZoteroPlace(text)).toEqual({ kind, id }));

  it.each([
    '',
    'ada',
    'https://www.zotero.org/ada/library',
    '../../groups',
    '12 34',
    'x'.repeat(10_000),
    '-5',
  ])('%s is none', (text) => expect(readZoteroPlace(text)).toBeUndefined());
});
