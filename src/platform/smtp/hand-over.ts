// How one SMTP transaction can end. Only a numeric reply is trustworthy; without one it matters whether the server had
// asked for the message (354): if not, it surely was not taken; if so, nobody can know.

export type HandOver =
  | { outcome: 'accepted'; code: number; reply: string }
  | { outcome: 'refused'; code: number; reply: string }
  | { outcome: 'not_taken'; reply: string }
  | { outcome: 'unknown'; reply: string };

export interface Envelope {
  from: string;
  to: string;
  /** Named in delivery status notifications; xtext-safe. */
  envid: string;
}

/** What nodemailer reports when a transaction fails. */
interface SmtpFailure {
  message: string;
  responseCode?: number | undefined;
  response?: string | undefined;
}

/** @param messageWasAskedFor whether the server had answered 354 to DATA */
export function judgeFailure(error: SmtpFailure, messageWasAskedFor: boolean): HandOver {
  const reply = oneLine(error.response ?? error.message);
  const code = error.responseCode ?? 0;
  if (code >= 400 && code <= 599) return { outcome: 'refused', code, reply };
  return { outcome: messageWasAskedFor ? 'unknown' : 'not_taken', reply };
}

/** Replies go into the database and to operators: one line, of a bounded length. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500);
}
