// The mail after confirming: what comes, when, and how to stop it.
import { brandView } from './brand-view.js';
import type { MailContent, WelcomeMailInput } from './mail-content.js';
import { renderMail } from './render.js';
import { oneLine, shorten } from './wording.js';

const interestsShown = 12;

export function welcomeMail(input: WelcomeMailInput): MailContent {
  const firstDigestAtText = oneLine(input.firstDigestAtText);
  const view = {
    ...brandView(input.brand),
    subject: `Welcome to ${input.brand.name}`,
    preheader: `Your first digest comes ${firstDigestAtText}.`,
    firstDigestAtText,
    interests: input.interests,
    interestsText: interestsText(input.interests),
    unsubscribeUrl: input.unsubscribeUrl,
    settingsUrl: input.settingsUrl,
  };
  return { subject: view.subject, ...renderMail('welcome', view) };
}

function interestsText(interests: string[]): string {
  const shown = interests.slice(0, interestsShown).map((interest) => shorten(interest, 60));
  const rest = interests.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
