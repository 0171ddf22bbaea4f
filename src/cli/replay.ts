// `courant replay --from DATE --to DATE`: exit code 64 for dates that are none, 66 when there is nothing to replay.
import { DigestsModule } from '../digests/digests.module.js';
import { ReplayDigests } from '../digests/replay/replay-digests.js';
import { Clock } from '../shared/clock.js';
import { DomainError } from '../shared/domain-error.js';
import { EX_NOINPUT, EX_USAGE, StartError } from '../shared/start-error.js';
import { assertDate } from './assert-date.js';
import { replayText } from './replay-text.js';
import { withModule } from './with-modules.js';
import { workProgress } from './work-progress.js';

export interface ReplayOptions {
  from: string;
  to?: string;
  readers: string;
  community?: boolean;
  json?: boolean;
}

export async function replay(options: ReplayOptions): Promise<void> {
  const { from, to: last } = options;
  assertDate(from);
  if (last !== undefined) assertDate(last);
  if (last !== undefined && last < from) {
    throw new StartError(`--to ${last} comes before --from ${from}.`, EX_USAGE);
  }
  const readers = readCount(options.readers);
  await withModule(DigestsModule, async (app) => {
    const to = last ?? app.get(Clock).now().toISOString().slice(0, 10);
    const progress = workProgress('replaying', 'digests');
    try {
      const comparesCommunity = options.community ?? false;
      const asked = { from, to, readers, comparesCommunity, onProgress: progress.show };
      const report = await app.get(ReplayDigests).run(asked);
      progress.end();
      process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : replayText(report));
    } catch (error) {
      progress.end();
      throw error instanceof DomainError ? new StartError(error.message, EX_NOINPUT) : error;
    }
  });
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return Math.min(count, 1_000_000);
  throw new StartError(`--readers: expected a whole number from 1, was given ${text}.`, EX_USAGE);
}
