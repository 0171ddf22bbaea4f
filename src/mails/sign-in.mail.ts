// The mail with the link that signs a reader in; nothing that was typed into the form is in it.
import { brandView } from './brand-view.js';
import type { LinkMailInput, MailContent } from './mail-content.js';
import { stationeryOf } from './stationery.js';

export function signInMail(input: LinkMailInput): MailContent {
  const { brand, texts } = input;
  const view = {
    ...brandView(input),
    subject: texts.say('mail.signIn.subject', { brand: brand.name }),
    preheader: texts.say('mail.signIn.preheader'),
    url: input.url,
    minutes: input.expiresInMinutes,
  };
  return { subject: view.subject, ...stationeryOf(brand).write('sign-in', texts, view) };
}
