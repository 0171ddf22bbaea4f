// Places where a test has this process die as by `kill -9`: one on each side of every edge of the state machines. Armed by
// FAILPOINT; otherwise each costs one comparison.

export const FAILPOINTS = [
  'plan:planned',
  'plan:enqueued',
  'build:locked',
  'build:items-written',
  'build:mails-queued',
  'build:committed',
  'build:enqueued',
  'send:claimed',
  'send:loaded',
  'send:connected',
  'send:marked',
  'smtp:asked-for-message',
  'send:answered',
  'send:settling',
  'send:settled',
  'send:dropping',
  'send:releasing',
  'sweep:released',
  'sweep:recognised',
  'sweep:requeued',
  'sweep:expired',
  'sweep:found',
  'sweep:enqueued',
  'sweep:digests-found',
] as const;

export type Failpoint = (typeof FAILPOINTS)[number];

let armed: { name: string; left: number } | undefined;

/** @param order a name of the above and how many times it is passed before, e.g. `send:marked@3`; undefined disarms */
export function armFailpoint(order: string | undefined): void {
  const [name = '', passes = '0'] = order?.split('@') ?? [];
  armed = order === undefined ? undefined : { name, left: Number(passes) };
}

export function failpoint(name: Failpoint): void {
  if (armed === undefined || armed.name !== name) return;
  if (armed.left > 0) armed.left -= 1;
  else process.kill(process.pid, 'SIGKILL');
}
