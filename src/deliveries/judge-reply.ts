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

/** @param code the numeric reply, 400 to 599 */
export function judgeReply(code: number, reply: string): Verdict {
  if (code < 500) return 'retry';
  const status = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? '';
  if (GONE.has(status)) return 'suppress';
  return OURS.has(status) ? 'our_fault' : 'reject';
}
