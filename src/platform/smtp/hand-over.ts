// How one SMTP transaction can end. Only a numeric reply is trustworthy; without one it matters whether the server had
// asked for the message (354): if not, it surely was not taken; if so, nobody can know.

export type HandOver = Ending & {
  /** Which one it was, `host:port`. */
  server?: string;
};

type Ending =
  | { outcome: 'accepted'; code: number; reply: string }
  | { outcome: 'refused'; code: number; reply: string }
  | { outcome: 'not_taken'; reply: string; because?: Because }
  | { outcome: 'unknown'; reply: string; because?: Because };

/** `silence`: the server said nothing in time. `login`: it does not let us in, whoever the mail is for. */
type Because = 'silence' | 'login';

export interface Envelope {
  from: string;
  to: string;
  /** Named in delivery status notifications; xtext-safe. */
  envid: string;
}

/** Why a step of the conversation failed; with the code of the reply when the server gave one. */
export class SmtpError extends Error {
  override readonly name = 'SmtpError';

  constructor(
    message: string,
    readonly code = 0,
  ) {
    super(message);
  }
}

/** Nothing was said within the time. */
export class SmtpSilence extends Error {
  override readonly name = 'SmtpSilence';
}

export function isRefusal(code: number): boolean {
  return code >= 400 && code <= 599;
}

export function refused({ code, text }: { code: number; text: string }) {
  return { outcome: 'refused' as const, code, reply: oneLine(text) };
}

/** @param messageWasAskedFor whether the server had answered 354 to DATA */
export function judgeFailure(error: Error & { code?: unknown }, messageWasAskedFor: boolean): HandOver {
  const reply = oneLine(error.message);
  if (typeof error.code === 'number' && isRefusal(error.code))
    return { outcome: 'refused', code: error.code, reply };
  const because = error instanceof SmtpSilence ? ({ because: 'silence' } as const) : {};
  return { outcome: messageWasAskedFor ? 'unknown' : 'not_taken', reply, ...because };
}

/** Replies go into the database and to operators: one line, of a bounded length, and no half of a character. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500)
    .replace(/\p{Cs}/gu, '');
}
