// The four readers of the demonstration, and the way they go: the form, the mail, the button. Over HTTP and through the
// mailbox, like anybody else.
import { listMessages, readMessage } from '../platform/embedded/mailbox-store.js';
import { parseStored } from '../platform/embedded/mailbox-view.js';
import { until } from './demo-stages.js';

export interface DemoReader {
  email: string;
  description: string;
  categories: string[];
}

export const demoReaders: readonly DemoReader[] = [
  {
    email: 'ada@example.org',
    description:
      'Sparse mixture-of-experts and cheaper large language models: expert routing, sparse attention, quantization, reinforcement learning for reasoning',
    categories: ['cs.CL', 'cs.LG'],
  },
  {
    email: 'rosalind@example.org',
    description:
      'Proteins, molecules and single cells; pathology slides, medical imaging and clinical records',
    categories: ['q-bio.QM'],
  },
  {
    email: 'vera@example.org',
    description:
      'Exoplanets and the early universe seen by JWST: planet detection, little red dots, the Hubble tension',
    categories: ['astro-ph.EP', 'astro-ph.GA', 'astro-ph.CO'],
  },
  {
    email: 'grace@example.org',
    description:
      'Robot manipulation with vision-language-action models: training data, touch and force, safety',
    categories: ['cs.RO'],
  },
];

/** Submits the form on the page. */
export async function signUp(url: string, reader: DemoReader): Promise<void> {
  const body = new URLSearchParams({ email: reader.email, description: reader.description, timeZone: 'UTC' });
  for (const category of reader.categories) body.append('categories', category);
  const response = await fetch(`${url}/`, { method: 'POST', body, redirect: 'manual' });
  if (response.status !== 303) throw new Error(`The form answered ${response.status} to ${reader.email}`);
}

/** Waits for the confirmation mail and presses the button behind its link. */
export async function confirm(mailboxDir: string, reader: DemoReader): Promise<void> {
  const text = await waitForMail(mailboxDir, reader.email, 'Confirm');
  const link = /https?:\/\/\S+\/confirm\/[\w-]+/.exec(text)?.[0];
  if (!link) throw new Error(`No link in the confirmation mail to ${reader.email}`);
  const response = await fetch(link, { method: 'POST' });
  if (response.status !== 200)
    throw new Error(`The confirmation of ${reader.email} was answered ${response.status}`);
}

/** @returns the text part of the newest mail to this address whose subject contains these words */
export function waitForMail(mailboxDir: string, address: string, words: string): Promise<string> {
  return until(`a mail to ${address}`, 30, () => findMail(mailboxDir, address, words));
}

export async function findMail(
  mailboxDir: string,
  address: string,
  words: string,
): Promise<string | undefined> {
  const messages = await listMessages(mailboxDir, 100);
  const found = messages.find(({ to, subject }) => to.includes(address) && subject.includes(words));
  const stored = found && (await readMessage(mailboxDir, found.id));
  return stored && (await parseStored(stored.raw)).text;
}
