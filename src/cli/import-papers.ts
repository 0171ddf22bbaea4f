// `courant import FILE|SOURCE`: exit code 0 when every paper was taken, 1 when some were not, 66 when the file cannot be
// read, 69 when the source cannot.
import { ImportPapers, type ImportReport } from '../papers/import-papers.js';
import { PapersModule } from '../papers/papers.module.js';
import { JsonLinesSource } from '../papers/sources/jsonl/json-lines-source.js';
import { SourceUnavailable } from '../papers/sources/paper-source.js';
import { POLLED_SOURCES } from '../papers/sources/source-names.js';
import { EX_NOINPUT, EX_USAGE, StartError } from '../shared/start-error.js';
import { assertReadable } from './assert-readable.js';
import { type FetchOptions, fetchFromSource } from './fetch-from-source.js';
import { importProgress } from './import-progress.js';
import { reportFaults } from './report-faults.js';
import { withModule } from './with-modules.js';

export async function importPapers(what: string, options: FetchOptions): Promise<void> {
  const name = POLLED_SOURCES.find((source) => source === what);
  const report = name ? await fetchFromSource(name, options) : await importPath(what, options);
  if (!report) return;
  process.stdout.write(`${summary(report)}\n`);
  if (report.faultCount > 0) process.exitCode = 1;
}

async function importPath(file: string, options: FetchOptions): Promise<ImportReport> {
  if (Object.keys(options).length > 0) {
    const message = `${file} is a file: --date, --from, --to and --ids are for ${POLLED_SOURCES.join(', ')}.`;
    throw new StartError(message, EX_USAGE);
  }
  await assertReadable(file);
  return withModule(PapersModule, (app) => importFile(app.get(ImportPapers), file));
}

/** Imports with a progress bar, and lists the bad lines on stderr. */
export async function importFile(importer: ImportPapers, file: string): Promise<ImportReport> {
  const source = new JsonLinesSource(file);
  const progress = importProgress(source);
  try {
    const report = await importer.run({ source, onProgress: (soFar) => progress.show(soFar) });
    progress.end();
    reportFaults(file, report);
    return report;
  } catch (error) {
    progress.end();
    throw error instanceof SourceUnavailable ? new StartError(error.message, EX_NOINPUT) : error;
  }
}

export function summary(report: ImportReport): string {
  const { read, added, updated, unchanged, faultCount } = report;
  const bad = faultCount > 0 ? `, ${faultCount} left out` : '';
  if (read + faultCount === 0) return 'Nothing new.';
  return `${read.toLocaleString('en')} paper${read === 1 ? '' : 's'} read: ${added} new, ${updated} updated, ${unchanged} unchanged${bad}`;
}
