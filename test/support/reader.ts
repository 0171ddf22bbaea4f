// What a reader does: fill in the form, open her mail, press buttons. Over HTTP only.
import type { CourantUnderTest } from './courant-under-test.js';
import type { MailView } from '../../src/platform/embedded/mailbox-view.js';

export type FormFields = Record<string, string | string[]>;

export function submitForm(
  url: string,
  fields: FormFields,
  headers: Record<string, string> = {},
): Promise<Response> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) body.append(name, one);
  }
  return fetch(`${url}/`, { method: 'POST', body, headers, redirect: 'manual' });
}

export function postJson(
  url: string,
  value: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(value),
    headers: { 'content-type': 'application/json', ...headers },
  });
}

export function confirmLink(mail: Pick<MailView, 'text'>): string {
  const link = /https?:\S+\/confirm\/[\w-]+/.exec(mail.text ?? '')?.[0];
  if (!link) throw new Error(`No confirmation link in the mail:\n${mail.text}`);
  return link;
}

export function header(mail: Pick<MailView, 'headers'>, name: string): string | undefined {
  return mail.headers.find((one) => one.name.toLowerCase() === name.toLowerCase())?.value;
}

/** The web address of List-Unsubscribe. */
export function oneClickLink(mail: Pick<MailView, 'headers'>): string {
  const link = /<(https?:[^>]+)>/.exec(header(mail, 'List-Unsubscribe') ?? '')?.[1];
  if (!link) throw new Error('No web address in List-Unsubscribe');
  return link;
}

/** Signs up, confirms, and waits for the welcome mail. @returns the welcome mail */
export async function becomeReader(
  courant: CourantUnderTest,
  address: string,
  fields: FormFields = { description: 'sparse experts' },
): Promise<MailView> {
  const before = courant.sink.to(address).length;
  const answer = await submitForm(courant.url, { email: address, timeZone: 'UTC', ...fields });
  if (answer.status !== 303) throw new Error(`The form answered ${answer.status}`);
  const confirmation = await courant.sink.waitFor(address, before + 1);
  await fetch(confirmLink(confirmation), { method: 'POST' });
  return courant.sink.waitFor(address, before + 2);
}
