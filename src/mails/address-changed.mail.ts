// The notice to the address a reader has left: what changed, when, and how to object. The new address stays masked, for
// nobody knows who reads the old one by now.
import { brandView } from './brand-view.js';
import type { AddressChangedMailInput, MailContent } from './mail-content.js';
import { stationeryOf } from './stationery.js';

export function addressChangedMail(input: AddressChangedMailInput): MailContent {
  const { brand, texts } = input;
  const view = {
    ...brandView(input),
    subject: texts.say('mail.addressChanged.subject', { brand: brand.name }),
    preheader: texts.say('mail.addressChanged.preheader'),
    whenText: input.changedAtText,
    maskedAddress: input.maskedAddress,
    url: input.url,
    days: input.expiresInDays,
  };
  return { subject: view.subject, ...stationeryOf(brand).write('address-changed', texts, view) };
}
