// How far a long piece of work has come: a bar on a terminal, a line now and then in a log.
import cliProgress from 'cli-progress';

const LINE_EVERY_MS = 2_000;

export interface WorkProgress {
  show(done: number, all: number): void;
  end(): void;
}

/** @param what as in "replaying"; @param unit as in "digests" */
export function workProgress(what: string, unit: string): WorkProgress {
  return process.stderr.isTTY ? bar(what, unit) : lines(what, unit);
}

function bar(what: string, unit: string): WorkProgress {
  const shown = new cliProgress.SingleBar({
    format: `  ${what} [{bar}] {percentage} %  {value} of {total} ${unit}  {eta_formatted} to go`,
    barCompleteChar: '━',
    barIncompleteChar: ' ',
    hideCursor: true,
    clearOnComplete: true,
  });
  let isStarted = false;
  return {
    show: (done, all) => {
      if (!isStarted) shown.start(all, 0);
      isStarted = true;
      shown.update(done);
    },
    end: () => shown.stop(),
  };
}

function lines(what: string, unit: string): WorkProgress {
  let shownAt = performance.now();
  return {
    show: (done, all) => {
      if (performance.now() - shownAt < LINE_EVERY_MS) return;
      shownAt = performance.now();
      process.stderr.write(`  ${what}: ${done} of ${all} ${unit}\n`);
    },
    end: () => undefined,
  };
}
