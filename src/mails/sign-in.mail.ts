// The mail with the link that signs a reader in; nothing that was typed into the form is in it.
import { brandView } from './brand-view.js';
import type { LinkMailInput, MailContent } from './mail-content.js';
import { renderMail } from './render.js';
import { countText } from './wording.js';

export function signInMail(input: LinkMailInput): MailContent {
  const view = {
    ...brandView(input.brand),
    subject: `Sign in to ${input.brand.name}`,
    preheader: 'The link you asked for.',
    url: input.url,
    expiresInText: countText(input.expiresInMinutes, 'minute'),
  };
  return { subject: view.subject, ...renderMail('sign-in', view) };
}
