// The mail to a reader's new address: only who reads it may have the digests sent there.
import { brandView } from './brand-view.js';
import type { LinkMailInput, MailContent } from './mail-content.js';
import { stationeryOf } from './stationery.js';

export function changeAddressMail(input: LinkMailInput): MailContent {
  const { brand, texts } = input;
  const view = {
    ...brandView(input),
    subject: texts.say('mail.newAddress.subject', { brand: brand.name }),
    preheader: texts.say('mail.newAddress.preheader'),
    url: input.url,
    minutes: input.expiresInMinutes,
  };
  return { subject: view.subject, ...stationeryOf(brand).write('change-address', texts, view) };
}
