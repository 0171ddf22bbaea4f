// The mail after confirming: what comes, when, and how to stop it.
import type { Texts } from '../language/texts.js';
import { brandView } from './brand-view.js';
import type { MailContent, WelcomeMailInput } from './mail-content.js';
import { stationeryOf } from './stationery.js';
import { oneLine, shorten } from './wording.js';

const interestsShown = 12;

export function welcomeMail(input: WelcomeMailInput): MailContent {
  const { brand, texts } = input;
  const when = oneLine(input.firstDigestAtText);
  const view = {
    ...brandView(input),
    subject: texts.say('mail.welcome.subject', { brand: brand.name }),
    preheader: texts.say('mail.welcome.preheader', { when }),
    when,
    interests: input.interests,
    interestsText: interestsText(input.interests, texts),
    unsubscribeUrl: input.unsubscribeUrl,
    settingsUrl: input.settingsUrl,
  };
  return { subject: view.subject, ...stationeryOf(brand).write('welcome', texts, view) };
}

function interestsText(interests: string[], texts: Texts): string {
  const shown = interests.slice(0, interestsShown).map((interest) => shorten(interest, 60));
  const items = shown.join(texts.say('words.comma'));
  const count = interests.length - shown.length;
  return count > 0 ? texts.say('words.andMore', { names: items, count }) : items;
}
