// Readers of a service, with the ways to their own pages.
import type { Subscriber, Interest } from '../../src/generated/prisma/client.js';
import type { CourantUnderTest } from './courant-under-test.js';
import { type Page, press } from './form-page.js';
import { becomeReader } from './reader.js';

export interface Readers {
  subscriber(address: string): Promise<Subscriber & { interests: Interest[] }>;
  /** Signs her up. @returns the link to her settings */
  settingsOf(address: string): Promise<string>;
  /** For a sign-in link. */
  ask(address: string): Promise<Page>;
  signInLink(address: string): Promise<string>;
  /** @returns her cookie */
  signIn(address: string): Promise<string>;
}

/** The first link of a mail below this path. */
export function linkIn(mail: { text?: string | undefined }, path: string): string {
  const link = new RegExp(`https?:\\S+/${path}/\\S+`).exec(mail.text ?? '')?.[0];
  if (!link) throw new Error(`No link to /${path} in the mail:\n${mail.text}`);
  return link;
}

/** @param service asked for at each call: it starts after the test file was read */
export function readersOf(service: () => CourantUnderTest): Readers {
  const ask = (email: string) => press(`${service().url}/sign-in`, { email });
  const signInLink = async (address: string) => {
    const before = service().sink.to(address).length;
    await ask(address);
    return linkIn(await service().sink.waitFor(address, before + 1), 'sign-in');
  };
  return {
    subscriber: (address) =>
      service().prisma.subscriber.findFirstOrThrow({ where: { address }, include: { interests: true } }),
    settingsOf: async (address) => linkIn(await becomeReader(service(), address), 'p'),
    ask,
    signInLink,
    signIn: async (address) => (await press(await signInLink(address))).cookie?.split(';')[0] ?? '',
  };
}
