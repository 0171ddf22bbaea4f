// A batch may bring one paper several times: from two lists, in two versions. Kept is one, with the best of each.
import type { PaperRecord } from './paper-record.js';

/** @returns each key once, in the order of first appearance */
export function mergePapers(batch: readonly PaperRecord[]): PaperRecord[] {
  const merged = new Map<string, PaperRecord>();
  for (const paper of batch) {
    const other = merged.get(paper.key);
    merged.set(paper.key, other ? merge(other, paper) : paper);
  }
  return [...merged.values()];
}

/** The newest version speaks, of equals the last; where it is silent the other does. */
function merge(before: PaperRecord, after: PaperRecord): PaperRecord {
  const [older, newer] = after.version >= before.version ? [before, after] : [after, before];
  const merged = { ...older, ...said(newer) };
  if (older.isSummaryGiven && !newer.isSummaryGiven) merged.summary = older.summary;
  if (older.isPrimaryKnown && !newer.isPrimaryKnown && older.categories.length > 0) {
    merged.categories = [...new Set([...older.categories, ...newer.categories])];
  }
  return {
    ...merged,
    isSummaryGiven: older.isSummaryGiven || newer.isSummaryGiven,
    isPrimaryKnown: older.isPrimaryKnown || newer.isPrimaryKnown,
    // Announced once is announced, whatever was replaced later on the same day.
    isUpdateOnly: older.isUpdateOnly && newer.isUpdateOnly,
    announcedOn: older.isUpdateOnly ? newer.announcedOn : older.announcedOn,
  };
}

/** Without what is null or empty. */
function said(paper: PaperRecord): Partial<PaperRecord> {
  return Object.fromEntries(
    Object.entries(paper).filter(([, value]) => value !== null && value !== '' && !isEmpty(value)),
  );
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
