// The mail to the operator when the service needs a person.
import { brandView } from './brand-view.js';
import type { AlertMailInput, MailContent } from './mail-content.js';
import { stationeryOf } from './stationery.js';
import { oneLine, shorten, webUrl } from './wording.js';

export function alertMail(input: AlertMailInput): MailContent {
  const { brand, texts } = input;
  const title = shorten(input.title, 120);
  const view = {
    ...brandView(input),
    subject: texts.say('mail.alert.subject', { brand: brand.name, title }),
    preheader: shorten(input.facts[0] ?? title, 120),
    title,
    facts: input.facts.map((fact) => shorten(fact, 500)),
    steps: input.steps.map((step) => shorten(step, 500)),
    noticedAtText: oneLine(input.noticedAtText),
    url: webUrl(input.url),
  };
  return { subject: view.subject, ...stationeryOf(brand).write('alert', texts, view) };
}
