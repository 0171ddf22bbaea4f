// From a CPU profile of a worker to milliseconds by stage: each sample goes to the stage of the innermost frame that
// belongs to one.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const STAGES = [
  ['write the digest', /dist\/mails\/|quoted-printable|signed-link|handlebars/],
  [
    'put together and sign',
    /smtp\/(message-composer|dkim|header)|mime-node|make-message|message-headers|nodemailer\/.*mime/,
  ],
  ['hand over (SMTP)', /dist\/platform\/smtp\/|nodemailer\/|smtp-/],
  ['ledger: claim, mark, settle', /dist\/deliveries\//],
  ['choose papers', /dist\/matching\/|choose-papers|paper-pool/],
  ['plan and build', /dist\/digests\//],
  ['queue', /bullmq|ioredis|cron|msgpackr/],
  ['database client', /node_modules\/(pg|@prisma|pg-)|generated\/prisma|prisma|query_compiler|wasm:/],
];

/**
 * @param span its ends are instants of process.hrtime.bigint(): what came before and after is left out
 * @returns ms by stage over all profiles in the folder, `idle` among them
 */
export function stagesOf(directory, { startedAt, endedAt }) {
  const totals = new Map();
  for (const file of readdirSync(directory)) {
    const profile = JSON.parse(readFileSync(join(directory, file), 'utf8'));
    const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
    for (const node of profile.nodes) for (const child of node.children ?? []) nodes.get(child).parent = node;
    const stageOf = new Map();
    let at = profile.startTime;
    profile.samples.forEach((id, index) => {
      const ms = (profile.timeDeltas[index] ?? 0) / 1_000;
      at += ms * 1_000;
      if (at < Number(startedAt / 1_000n) || at > Number(endedAt / 1_000n)) return;
      const node = nodes.get(id);
      if (!stageOf.has(id)) stageOf.set(id, stage(node));
      const name = stageOf.get(id);
      totals.set(name, (totals.get(name) ?? 0) + ms);
    });
  }
  return { totals };
}

function stage(node) {
  const own = node.callFrame.functionName;
  if (own === '(idle)') return 'idle';
  if (own === '(garbage collector)') return 'garbage collection';
  for (let frame = node; frame; frame = frame.parent) {
    const found = STAGES.find(([, pattern]) => pattern.test(frame.callFrame.url));
    if (found) return found[0];
  }
  for (let frame = node; frame; frame = frame.parent) {
    if (/^node:(net|internal\/stream_base|internal\/streams|tls|_tls)/.test(frame.callFrame.url))
      return 'sockets';
  }
  return 'other';
}
