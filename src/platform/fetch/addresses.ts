// Which internet addresses a fetch may go to: those of the public internet and no others.
import { BlockList, isIPv4, isIPv6 } from 'node:net';

export interface Address {
  address: string;
  family: 4 | 6;
}

/** IANA's special-purpose registry for IPv4: nothing in it is somebody's public server. */
const SPECIAL_V4 = [
  '0.0.0.0/8', // this host
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carriers' own
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, and the metadata servers of clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays from 6to4, given up
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
];

/** The one part of IPv6 that is given to public hosts. Loopback, local, mapped and translated addresses lie outside. */
const PUBLIC_V6 = ['2000::/3'];

const SPECIAL_V6 = [
  '2001::/23', // protocol assignments, among them Teredo, which carries an IPv4 address
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4, which carries an IPv4 address
  '3fff::/20', // documentation
];

const specialV4 = listOf(SPECIAL_V4, 'ipv4');
const publicV6 = listOf(PUBLIC_V6, 'ipv6');
const specialV6 = listOf(SPECIAL_V6, 'ipv6');
const loopbackV4 = listOf(['127.0.0.0/8'], 'ipv4');

/** @param address as a resolver gives it, without brackets; anything that is no address is not public */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !specialV4.check(address, 'ipv4');
  // An address with a zone (`fe80::1%eth0`) is local by its nature.
  if (!isIPv6(address) || address.includes('%')) return false;
  return publicV6.check(address, 'ipv6') && !specialV6.check(address, 'ipv6');
}

export function isLoopback(address: string): boolean {
  if (isIPv4(address)) return loopbackV4.check(address, 'ipv4');
  return address === '::1';
}

function listOf(subnets: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', bits = ''] = subnet.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}
