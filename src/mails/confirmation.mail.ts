// The mail that asks whether a sign-up was meant. It goes to an address nobody has proved to own, so nothing that
// was typed into the form may appear in it: else anyone could send words of his own through us.
import { brandView } from './brand-view.js';
import type { ConfirmationMailInput, MailContent } from './mail-content.js';
import { renderMail } from './render.js';
import { countText } from './wording.js';

export function confirmationMail(input: ConfirmationMailInput): MailContent {
  const view = {
    ...brandView(input.brand),
    subject: `Confirm your subscription to ${input.brand.name}`,
    preheader: 'One more step, then the first papers are on their way.',
    confirmUrl: input.confirmUrl,
    expiresInText: countText(input.expiresInDays, 'day'),
  };
  return { subject: view.subject, ...renderMail('confirmation', view) };
}
