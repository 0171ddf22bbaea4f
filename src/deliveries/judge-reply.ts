// What a refusal means. The first digit says whether to try again; the enhanced status (RFC 3463) says whose fault it is.

export type Verdict =
  | 'retry' // not now
  | 'reject' // not this mail
  | 'suppress' // this address is gone: never again
  | 'our_fault'; // authentication or policy: the reader has nothing to do with it

/** The mailbox or its domain does not exist, or is disabled. */
const GONE = new Set(['5.1.1', '5.1.2', '5.1.10', '5.2.1']);
/** SPF, DKIM, DMARC, PTR or TLS of ours (Gmail 5.7.25 to 5.7.29, Microsoft 5.7.515). */
const OURS = new Set(['5.7.25', '5.7.26', '5.7.29', '5.7.515']);
/** Login or encryption wanted, login too weak or wrong (RFC 4954). */
const LOGIN = new Set([530, 534, 535, 538]);

/** Not a part of a longer dotted number: replies name addresses and versions too. */
const STATUS = /(?<![\d.])5\.\d{1,3}\.\d{1,3}(?!\.?\d)/;

/** @param code the numeric reply, 400 to 599 */
export function judgeReply(code: number, reply: string): Verdict {
  if (code < 500) return 'retry';
  const status = STATUS.exec(reply)?.[0] ?? '';
  if (GONE.has(status)) return 'suppress';
  return OURS.has(status) || LOGIN.has(code) ? 'our_fault' : 'reject';
}
