// What is remembered of each archive's feed between two looks.
import { z } from 'zod';
import type { SourceCursor } from '../paper-source.js';

const feedState = z.object({
  etag: z.string().optional(),
  /** ISO instant until which the feed need not be asked. */
  freshUntil: z.iso.datetime(),
  /** The edition it was when it was read last. */
  publishedOn: z.iso.date().optional(),
});
export type FeedState = z.infer<typeof feedState>;

/** @returns archive to state; a cursor that cannot be read counts as none */
export function feedStates(cursor: SourceCursor | undefined): Record<string, FeedState> {
  return z
    .record(z.string(), feedState)
    .catch({})
    .parse(cursor?.['feeds'] ?? {});
}
