// Lists on stderr what was left out of an import, and why.
import type { ImportReport } from '../papers/import-papers.js';

export function reportFaults(from: string, report: ImportReport): void {
  for (const { place, reason } of report.faults) process.stderr.write(`${from}: ${place}: ${reason}\n`);
  const untold = report.faultCount - report.faults.length;
  if (untold > 0) process.stderr.write(`${from}: and ${untold} more\n`);
}
