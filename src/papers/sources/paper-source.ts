// What every place that papers come from is to the import: a name, and papers one after the other.
import type { PaperRecord } from '../paper-record.js';

/** Something a source sent that is no paper. The others are imported all the same. */
export interface SourceFault {
  /** Where it stands, e.g. `line 17`. */
  place: string;
  reason: string;
}

/** Where to go on another time, in the source's own terms. */
export type SourceCursor = Record<string, unknown>;

/** A cursor tells that all that was sent before it need not be sent again, once it is kept. */
export type SourceItem = { paper: PaperRecord } | { fault: SourceFault } | { cursor: SourceCursor };

export interface PaperSource {
  /** Kept with each paper: `jsonl`, `huggingface`, `arxiv`. */
  readonly name: string;
  /** @throws SourceUnavailable when nothing (more) can be read */
  read(): AsyncIterable<SourceItem>;
  /** Share of the source that was read, 0 to 1, or undefined when the source cannot tell. */
  progress?(): number | undefined;
}

/** The source cannot be read at all; the message is one sentence for the operator. */
export class SourceUnavailable extends Error {
  override readonly name = 'SourceUnavailable';
}
