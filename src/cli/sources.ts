// `courant sources`: one line a source; what is wrong below it.
import { PapersModule } from '../papers/papers.module.js';
import { ReadSources, type SourceStatus } from '../papers/sync/read-sources.js';
import { HOUR, MINUTE } from '../shared/clock.js';
import { withModule } from './with-modules.js';

const COLUMNS = ['source', 'state', 'last success', 'newest edition', 'papers today', 'a day'] as const;
const WIDTHS = [13, 9, 16, 16, 14, 0] as const;

export async function showSources(): Promise<void> {
  const sources = await withModule(PapersModule, (app) => app.get(ReadSources).run());
  const lines = [row(COLUMNS), ...sources.flatMap(linesOf)];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function linesOf(source: SourceStatus): string[] {
  const { name, state, lagMs, newestOn, lastError, notBefore, failures } = source;
  const counts = Object.entries(source.days).toSorted(([a], [b]) => (a < b ? 1 : -1));
  const added = counts.reduce((sum, [, day]) => sum + day.added, 0);
  const cells = [
    name,
    state,
    lagMs === null ? 'never' : `${duration(lagMs)} ago`,
    newestOn ?? '–',
    String(counts[0]?.[1].added ?? 0),
    String(Math.round(added / Math.max(counts.length, 1))),
  ];
  if (lastError === null) return [row(cells)];
  const times = failures > 1 ? ` (${failures} times)` : '';
  const next = notBefore
    ? ` Next try after ${notBefore.toISOString().slice(0, 16).replace('T', ' ')} UTC.`
    : '';
  return [row(cells), `  ${lastError}${times}${next}`];
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, index) => cell.padEnd(WIDTHS[index] ?? 0))
    .join('')
    .trimEnd();
}

function duration(ms: number): string {
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)} min`;
  return ms < 72 * HOUR ? `${Math.round(ms / HOUR)} h` : `${Math.round(ms / (24 * HOUR))} days`;
}
