// A digest as a mail program unpacks it: joined from prepared pieces, shortened when it is too long, decoded again.
import { unquotedPart } from '../../shared/quoted-printable.js';
import type { DigestMailInput, MailContent } from '../mail-content.js';
import { pourDigest } from '../pour-digest.js';

export function asSent(digest: DigestMailInput): MailContent {
  const { subject, html, text } = pourDigest(digest);
  return { subject, html: unquotedPart(html), text: unquotedPart(text) };
}
