// `courant import FILE`: exit code 0 when every line was taken, 1 when some were not, 66 when the file cannot be read.
import { ImportPapers, type ImportReport } from '../papers/import-papers.js';
import { PapersModule } from '../papers/papers.module.js';
import { JsonLinesSource } from '../papers/sources/jsonl/json-lines-source.js';
import { SourceUnavailable } from '../papers/sources/paper-source.js';
import { EX_NOINPUT, StartError } from '../shared/start-error.js';
import { assertReadable } from './assert-readable.js';
import { importProgress } from './import-progress.js';
import { withModule } from './with-modules.js';

export async function importPapers(file: string): Promise<void> {
  await assertReadable(file);
  const report = await withModule(PapersModule, (app) => importFile(app.get(ImportPapers), file));
  process.stdout.write(`${summary(report)}\n`);
  if (report.faultCount > 0) process.exitCode = 1;
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
  const bad = faultCount > 0 ? `, ${faultCount} bad line${faultCount === 1 ? '' : 's'} left out` : '';
  return `${read.toLocaleString('en')} paper${read === 1 ? '' : 's'} read: ${added} new, ${updated} updated, ${unchanged} unchanged${bad}`;
}

function reportFaults(file: string, report: ImportReport): void {
  for (const { place, reason } of report.faults) process.stderr.write(`${file}: ${place}: ${reason}\n`);
  const untold = report.faultCount - report.faults.length;
  if (untold > 0) process.stderr.write(`${file}: and ${untold} more\n`);
}
