// The mail that asks whether a sign-up was meant. It goes to an address nobody has proved to own, so nothing that
// was typed into the form may appear in it: else anyone could send words of his own through us.
import { brandView } from './brand-view.js';
import type { ConfirmationMailInput, MailContent } from './mail-content.js';
import { stationeryOf } from './stationery.js';

export function confirmationMail(input: ConfirmationMailInput): MailContent {
  const { brand, texts } = input;
  const view = {
    ...brandView(input),
    subject: texts.say('mail.confirmation.subject', { brand: brand.name }),
    preheader: texts.say('mail.confirmation.preheader'),
    url: input.confirmUrl,
    days: input.expiresInDays,
  };
  return { subject: view.subject, ...stationeryOf(brand).write('confirmation', texts, view) };
}
