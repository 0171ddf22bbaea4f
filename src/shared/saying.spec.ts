// A sentence on its way, as a key and its values.
import { describe, expect, it } from '@jest/globals';
import { readSaying, saying } from './saying.js';

describe('a saying', () => {
  it('is read back as it was made, whatever its values hold', () => {
    const values = { most: 2_000, name: 'a "b" {c}\n</script> \u2028', why: saying('web.x') };
    expect(readSaying(saying('web.errors.tooLong', values))).toEqual({ key: 'web.errors.tooLong', values });
    expect(readSaying(saying('web.x'))).toEqual({ key: 'web.x', values: {} });
  });

  it.each([
    '',
    'Please say why.',
    'text: hello',
    'text:web.x {broken',
    'text:web.x 3',
    'text:web.x {"a":}',
    'a text:web.x',
  ])('is not %j', (text) => {
    expect(readSaying(text)).toBeUndefined();
  });
});
