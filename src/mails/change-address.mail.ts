// The mail to a reader's new address: only who reads it may have the digests sent there.
import { brandView } from './brand-view.js';
import type { LinkMailInput, MailContent } from './mail-content.js';
import { renderMail } from './render.js';
import { countText } from './wording.js';

export function changeAddressMail(input: LinkMailInput): MailContent {
  const view = {
    ...brandView(input.brand),
    subject: `Confirm your new address for ${input.brand.name}`,
    preheader: 'One more step, then your digests come here.',
    url: input.url,
    expiresInText: countText(input.expiresInMinutes, 'minute'),
  };
  return { subject: view.subject, ...renderMail('change-address', view) };
}
