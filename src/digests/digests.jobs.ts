// The jobs of making digests, for whoever enqueues them.
import { z } from 'zod';
import { defineJob } from '../platform/queue/job-definition.js';
import { MINUTE, SECOND } from '../shared/clock.js';

/** Finds who is due, once a minute. */
export const planDigests = defineJob({
  queue: 'digests',
  name: 'plan',
  payload: z.object({}),
  repeat: { everyMs: MINUTE },
});

export const buildDigests = defineJob({
  queue: 'digests',
  name: 'build',
  payload: z.object({ digestIds: z.array(z.uuid()).max(1_000) }),
});

/** Finds digests that were planned and never built. */
export const sweepDigests = defineJob({
  queue: 'digests',
  name: 'sweep',
  payload: z.object({}),
  repeat: { everyMs: MINUTE / 2 },
});

/** Takes into profiles what readers have said: within seconds. */
export const compileProfiles = defineJob({
  queue: 'digests',
  name: 'compile profiles',
  payload: z.object({}),
  repeat: { everyMs: 5 * SECOND },
});

/** Learns what readers with a like taste like. */
export const learnCommunity = defineJob({
  queue: 'digests',
  name: 'learn-community',
  payload: z.object({}),
  repeat: { pattern: '15 3 * * *', timeZone: 'UTC' },
});

/** Digests one job builds. */
export const BUILD_BATCH = 200;

export const digestJobs = [planDigests, buildDigests, sweepDigests, compileProfiles, learnCommunity] as const;
