// Which addresses count as one visitor.
import { describe, expect, it } from '@jest/globals';
import { networkOf } from './network-of.js';

describe('the network of an address', () => {
  it.each([
    ['203.0.113.5', '203.0.113.0/24'],
    ['203.0.113.255', '203.0.113.0/24'],
    ['203.0.114.5', '203.0.114.0/24'],
    ['::ffff:203.0.113.5', '203.0.113.0/24'],
    ['::ffff:cb00:7105', '203.0.113.0/24'],
    ['2001:db8:0:1:ffff:ffff:ffff:ffff', '2001:db8:0:1::/64'],
    ['2001:DB8:0:1::', '2001:db8:0:1::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s is in %s', (ip, network) => expect(networkOf(ip)).toBe(network));

  it('is one and the same for whoever has none', () => {
    expect([networkOf(null), networkOf(''), networkOf('x')]).toEqual(['unknown', 'unknown', 'unknown']);
  });
});
