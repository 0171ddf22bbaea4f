// Why a reader has no digest of a date, in a few words for an operator. Pure.
import type { DeliveryState, DigestState, Frequency, SubscriberState } from '../generated/prisma/enums.js';

export interface MissingRow {
  subscriberId: string;
  address: string;
  readerState: SubscriberState;
  frequency: Frequency;
  nextDueAt: Date | null;
  /** `YYYY-MM-DD` */
  pausedUntilOn: string | null;
  digest: DigestState | null;
  digestReason: string | null;
  delivery: DeliveryState | null;
  reply: string | null;
  nextAt: Date | null;
  runIsPaused: boolean;
  /** What the operator gave for that. */
  runReason: string | null;
  /** Sending paused by itself: since when, and which server said what; null while it goes on. */
  pausedAt: Date | null;
  pausedBy: string | null;
  refusal: string | null;
}

export function whyMissing(row: MissingRow, now: Date): string {
  if (row.delivery) return whyNotAccepted(row, row.delivery, now);
  if (row.digest === 'planned') return 'planned, not built yet';
  if (row.digest) return `no mail: ${row.digestReason ?? row.digest}`;
  if (row.readerState === 'paused') return row.pausedUntilOn ? `paused until ${row.pausedUntilOn}` : 'paused';
  if (!row.nextDueAt) return 'never due: she has no next due instant';
  if (row.nextDueAt <= now) return `due since ${minute(row.nextDueAt)}, not planned yet`;
  const rhythm = row.frequency === 'daily' ? '' : ` (${row.frequency})`;
  return `not due before ${minute(row.nextDueAt)}${rhythm}`;
}

function whyNotAccepted(row: MissingRow, delivery: DeliveryState, now: Date): string {
  const said = row.reply ? `: ${row.reply}` : '';
  if (delivery !== 'queued' && delivery !== 'deferred') return `${delivery.replace('_', ' ')}${said}`;
  if (row.runIsPaused)
    return `an operator paused the run${row.runReason ? ` (${row.runReason})` : ''}; ${delivery}${said}`;
  if (row.pausedAt) return `${whySendingIsPaused(row, row.pausedAt)}; ${delivery}`;
  const { nextAt } = row;
  if (delivery === 'deferred') return nextAt ? `deferred until ${minute(nextAt)}${said}` : `deferred${said}`;
  if (!nextAt || nextAt <= now) return `queued${said}`;
  return `queued, not before ${minute(nextAt)}${said || ': its domain or the mail server took no more'}`;
}

function whySendingIsPaused({ pausedBy, refusal }: MissingRow, pausedAt: Date): string {
  return `sending is paused since ${minute(pausedAt)}, ${pausedBy ?? 'the mail server'} refused us: ${refusal}`;
}

/** `2026-11-21 08:00 UTC` */
function minute(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
