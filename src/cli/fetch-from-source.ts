// `courant import SOURCE`: what is new, or the editions asked for.
import { ImportPapers, type ImportReport } from '../papers/import-papers.js';
import { PapersModule } from '../papers/papers.module.js';
import { parseArxivId } from '../papers/sources/arxiv/identifier.js';
import { PolledSources, type Window } from '../papers/sources/polled-sources.js';
import type { PolledSource } from '../papers/sources/source-names.js';
import { SyncSource } from '../papers/sync/sync-source.js';
import { Clock } from '../shared/clock.js';
import { EX_UNAVAILABLE, EX_USAGE, StartError } from '../shared/start-error.js';
import { importProgress } from './import-progress.js';
import { reportFaults } from './report-faults.js';
import { withModule } from './with-modules.js';

export interface FetchOptions {
  date?: string;
  from?: string;
  to?: string;
  ids?: string;
}

/** @returns undefined when nobody was asked, which was told */
export function fetchFromSource(
  name: PolledSource,
  options: FetchOptions,
): Promise<ImportReport | undefined> {
  return withModule(PapersModule, async (app) => {
    if (options.ids !== undefined) {
      const source = app.get(PolledSources).openIds(readIds(name, options));
      const progress = importProgress(source);
      const report = await app
        .get(ImportPapers)
        .run({ source, onProgress: progress.show })
        .finally(() => progress.end());
      reportFaults(name, report);
      return report;
    }
    const window = readWindow(options, app.get(Clock).now());
    let progress: ReturnType<typeof importProgress> | undefined;
    const outcome = await app
      .get(SyncSource)
      .run({
        name,
        force: true,
        ...(window && { window }),
        onProgress: (report, source) => (progress ??= importProgress(source)).show(report),
      })
      .finally(() => progress?.end());
    if (outcome.state === 'busy') {
      process.stdout.write(`Another process is reading ${name}; see courant sources.\n`);
      return undefined;
    }
    if (outcome.state === 'resting' || outcome.state === 'left') return undefined;
    reportFaults(name, outcome.report);
    if (outcome.state === 'failed') {
      const kept = outcome.report.read > 0 ? ` ${outcome.report.read} papers that came before are kept.` : '';
      throw new StartError(`${name}: ${outcome.error.message}${kept}`, EX_UNAVAILABLE);
    }
    return outcome.report;
  });
}

function readWindow({ date, from, to }: FetchOptions, now: Date): Window | undefined {
  const today = now.toISOString().slice(0, 10);
  const days = Object.entries({ date, from, to }).filter(([, day]) => day !== undefined);
  for (const [name, day] of days) {
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day ?? '') && !Number.isNaN(Date.parse(`${day}T00:00:00Z`));
    if (!isDay)
      throw new StartError(`--${name}: expected a date such as ${today}, was given ${day}.`, EX_USAGE);
  }
  if (date !== undefined && (from !== undefined || to !== undefined)) {
    throw new StartError('Give --date, or --from and --to.', EX_USAGE);
  }
  if (from === undefined && to !== undefined) throw new StartError('--to needs --from.', EX_USAGE);
  const first = date ?? from;
  if (first === undefined) return undefined;
  const last = date ?? to ?? today;
  if (first > last) throw new StartError(`--from ${first} is later than --to ${last}.`, EX_USAGE);
  if (first > today) throw new StartError(`${first} is later than today, ${today}.`, EX_USAGE);
  return { from: first, to: last };
}

function readIds(name: PolledSource, { ids = '' }: FetchOptions): string[] {
  if (name !== 'arxiv') throw new StartError('--ids is for arxiv.', EX_USAGE);
  const given = ids.split(/[\s,]+/).filter((id) => id !== '');
  const wrong = given.find((id) => !parseArxivId(id));
  if (wrong !== undefined || given.length === 0) {
    throw new StartError(
      `--ids: expected arXiv ids such as 2602.23229, was given ${wrong ?? 'none'}.`,
      EX_USAGE,
    );
  }
  return [...new Set(given.map((id) => parseArxivId(id)?.key ?? id))];
}
