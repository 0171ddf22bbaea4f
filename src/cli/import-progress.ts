// How far an import has come: a bar on a terminal, a line now and then in a log.
import cliProgress from 'cli-progress';
import type { ImportReport } from '../papers/import-papers.js';
import type { PaperSource } from '../papers/sources/paper-source.js';

const LINE_EVERY_MS = 2_000;

export interface ImportProgress {
  show(report: ImportReport): void;
  end(): void;
}

export function importProgress(source: PaperSource): ImportProgress {
  return process.stderr.isTTY ? bar(source) : lines(source);
}

function bar(source: PaperSource): ImportProgress {
  const shown = new cliProgress.SingleBar({
    format: '  importing [{bar}] {percentage} %  {papers} papers  {duration_formatted}',
    barCompleteChar: '━',
    barIncompleteChar: ' ',
    hideCursor: true,
    clearOnComplete: true,
  });
  shown.start(1_000, 0, { papers: 0 });
  return {
    show: ({ read }) =>
      shown.update(Math.round((source.progress?.() ?? 0) * 1_000), { papers: read.toLocaleString('en') }),
    end: () => shown.stop(),
  };
}

function lines(source: PaperSource): ImportProgress {
  let shownAt = performance.now();
  return {
    show: ({ read }) => {
      if (performance.now() - shownAt < LINE_EVERY_MS) return;
      shownAt = performance.now();
      const percent = Math.round((source.progress?.() ?? 0) * 100);
      process.stderr.write(`  importing: ${percent} %, ${read.toLocaleString('en')} papers\n`);
    },
    end: () => undefined,
  };
}
