// The last mail to an address: the receipt that everything about its reader is gone.
import { brandView } from './brand-view.js';
import type { ErasedMailInput, MailContent } from './mail-content.js';
import { stationeryOf } from './stationery.js';

export function erasedMail(input: ErasedMailInput): MailContent {
  const { brand, texts } = input;
  const view = {
    ...brandView(input),
    subject: texts.say('mail.erased.subject'),
    preheader: texts.say('mail.erased.preheader'),
    whenText: input.erasedAtText,
  };
  return { subject: view.subject, ...stationeryOf(brand).write('erased', texts, view) };
}
