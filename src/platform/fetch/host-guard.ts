// Decides whether a URL may be asked, and which addresses the connection may go to.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Address, isLoopback, isPublic } from './addresses.js';
import { FetchError, place } from './fetch-error.js';

export type Resolve = (name: string) => Promise<readonly { address: string; family: number }[]>;

const systemResolve: Resolve = (name) => lookup(name, { all: true });

export class HostGuard {
  private readonly hosts: ReadonlySet<string>;

  /**
   * @param hosts exactly these, as `name` (port 443) or `name:port`; subdomains are other hosts
   * @param allowLoopback also http and https, on any port, to `localhost` and literal loopback addresses
   */
  constructor(
    hosts: readonly string[],
    private readonly allowLoopback: boolean,
    private readonly resolve: Resolve = systemResolve,
  ) {
    this.hosts = new Set(hosts.map((host) => host.toLowerCase()));
  }

  /**
   * @returns all addresses of the host, each of them checked. Connect to one of these: who resolves the name again may
   *   be given another one.
   * @throws FetchError refused_host, private_address, or network when the name has no address
   */
  async admit(url: URL): Promise<Address[]> {
    const name = url.hostname.replace(/^\[|\]$/g, '');
    const toLoopback = this.allowLoopback && (name === 'localhost' || isLoopback(name));
    this.assertListed(url, toLoopback);
    const addresses = await this.addressesOf(name);
    const fits = toLoopback ? isLoopback : isPublic;
    const strange = addresses.find(({ address }) => !fits(address));
    if (strange) {
      throw new FetchError(
        'private_address',
        `Did not ask ${place(url)}: its address ${strange.address} is not one of the public internet.`,
      );
    }
    return addresses;
  }

  private assertListed(url: URL, toLoopback: boolean): void {
    const refused = (why: string) => new FetchError('refused_host', `Did not ask ${place(url)}: ${why}.`);
    if (url.username || url.password) throw refused('its URL carries a user name or a password');
    if (toLoopback && url.protocol === 'http:') return;
    if (url.protocol !== 'https:') throw refused(`only https is allowed, not ${url.protocol.slice(0, -1)}`);
    if (toLoopback || this.hosts.has(url.host)) return;
    throw refused(`its host is not one of those that may be asked (${[...this.hosts].join(', ') || 'none'})`);
  }

  private async addressesOf(name: string): Promise<Address[]> {
    const family = isIP(name);
    const found = family ? [{ address: name, family }] : await this.lookUp(name);
    if (found.length === 0) throw new FetchError('network', `Could not find an address of ${name}.`);
    return found.map(({ address }) => ({ address, family: isIP(address) === 6 ? 6 : 4 }));
  }

  private async lookUp(name: string): Promise<readonly { address: string; family: number }[]> {
    try {
      return await this.resolve(name);
    } catch (cause) {
      const code = (cause as { code?: string }).code ?? String(cause);
      throw new FetchError('network', `Could not find an address of ${name}: ${code}.`, { cause });
    }
  }
}
