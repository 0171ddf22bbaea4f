// Takes a stored message apart for the mailbox's web view. Shows what a mail program would show, nothing more.
import PostalMime from 'postal-mime';
import type { Address, Attachment } from 'postal-mime';

export interface MailView {
  /** Decoded; '' when missing. */
  subject: string;
  /** As written in the header: `Name <address>` or the bare address; '' when missing. */
  from: string;
  to: string[];
  /** The HTML part as sent: not cleaned, so show it in a sandboxed frame only. */
  html?: string;
  /** The same with the pictures that came along in it, as a mail program shows it. */
  htmlWithPictures?: string;
  text?: string;
  /** Every header in its order, names as sent, values unfolded but not decoded. */
  headers: { name: string; value: string }[];
}

/** @throws Error when the message nests deeper than 256 parts or has more than 2 MiB of headers. */
export async function parseStored(raw: Buffer): Promise<MailView> {
  const mail = await PostalMime.parse(raw, { attachmentEncoding: 'base64' });
  return {
    subject: mail.subject ?? '',
    from: mail.from ? formatAddress(mail.from) : '',
    to: (mail.to ?? []).map(formatAddress),
    html: mail.html,
    htmlWithPictures: mail.html && mail.attachments.reduce(withPicture, mail.html),
    text: mail.text,
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
  };
}

function withPicture(html: string, { contentId, mimeType, content }: Attachment): string {
  const id = contentId?.replace(/^<|>$/g, '') ?? '';
  const isShown = id !== '' && typeof content === 'string';
  return isShown ? html.replaceAll(`cid:${id}`, `data:${mimeType};base64,${content}`) : html;
}

function formatAddress(address: Address): string {
  if (address.group) return `${address.name}: ${address.group.map(formatAddress).join(', ')};`;
  return address.name ? `${address.name} <${address.address}>` : (address.address ?? '');
}
