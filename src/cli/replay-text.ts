// A replay as a table on a terminal.
import { verdictText } from '../matching/community/verdict.js';
import type { Estimate } from '../digests/replay/estimate.js';
import type { CommunityState } from '../digests/community/community-signal.js';
import type { Change, ReplayReport, Side } from '../digests/replay/replay-report.js';

export function replayText(report: ReplayReport): string {
  const { from, to, readers, digests, judgedDigests, model, changes, compared, community } = report;
  const lines = [
    `${from} to ${to}: ${counted(digests, 'digest')} of ${counted(readers, 'reader')}; text model of ${model}`,
    judgedDigests === 0
      ? 'No reader said of a paper of these days that she wants more like it: quality cannot be told.'
      : `Judged by what readers liked or saved afterwards, which they did of ${counted(judgedDigests, 'digest')}.`,
    '',
    compared === 'sent'
      ? row('', 'as sent', 'now', 'difference')
      : row('community:', 'without', 'with', 'difference'),
    ...quality(report),
    numbers('papers a digest', report, ({ papersPerDigest }) => papersPerDigest.toFixed(1)),
    numbers('different papers', report, ({ differentPapers }) => String(differentPapers)),
    numbers('quiet days', report, ({ quietDays }) => String(quietDays)),
    '',
    `${changes.kept} papers stay, ${changes.come} come, ${changes.go} go.`,
    ...named('come most often', changes.mostCome),
    ...named('go most often', changes.mostGone),
    ...(community ? ['', verdict(report), state(community)] : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** Two standard errors are no chance any more. */
function verdict({ gain: { ndcg } }: ReplayReport): string {
  if (ndcg.count === 0) return 'Whether the community helped on these days cannot be told.';
  if (ndcg.mean > 2 * ndcg.error && ndcg.mean > 0) return 'The community helped on these days.';
  if (ndcg.mean < -2 * ndcg.error) return 'The community did harm on these days.';
  return 'The difference may be chance.';
}

function state({ setting, counts, verdict: found }: CommunityState): string {
  const now = `COMMUNITY=${setting}: it ${counts ? 'counts' : 'does not count'}.`;
  return found === undefined ? now : `${now} Last night's comparison: it ${verdictText(found)}.`;
}

function quality({ sent, now, gain }: ReplayReport): string[] {
  const metric = (label: string, which: 'ndcg' | 'ndcgOfJudged' | 'recall') =>
    row(label, share(sent[which]), share(now[which]), signed(gain[which]));
  const coverage = (side: Side) => (side.coverage === null ? 'not noted' : share(side.coverage));
  return [
    metric('nDCG@10', 'ndcg'),
    metric('nDCG@10 of papers judged', 'ndcgOfJudged'),
    metric('recall', 'recall'),
    row('disliked among judged', share(sent.unwanted), share(now.unwanted), ''),
    row('interests served', coverage(sent), coverage(now), ''),
  ];
}

function numbers(label: string, { sent, now }: ReplayReport, of: (side: Side) => string): string {
  return row(label, of(sent), of(now), '');
}

function named(what: string, changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  return [`${what}: ${changes.map(({ paperKey, readers }) => `${paperKey} (${readers})`).join(', ')}`];
}

function share({ mean, count }: Estimate): string {
  return count === 0 ? '–' : mean.toFixed(3);
}

function signed({ mean, error, count }: Estimate): string {
  return count === 0 ? '–' : `${mean < 0 ? '−' : '+'}${Math.abs(mean).toFixed(3)} ± ${error.toFixed(3)}`;
}

function row(label: string, ...cells: string[]): string {
  return `${label.padEnd(26)}${cells.map((cell) => ` ${cell}`.padStart(11)).join('')}`.trimEnd();
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
