// The jobs of sending, for whoever enqueues them.
import { z } from 'zod';
import { defineJob } from '../platform/queue/job-definition.js';
import { MINUTE } from '../shared/clock.js';

export const sendDeliveries = defineJob({
  queue: 'deliveries',
  name: 'send',
  payload: z.object({ deliveryIds: z.array(z.uuid()).max(1_000) }),
});

/** Finds what waits or was left behind, and sees that it is sent. */
export const sweepDeliveries = defineJob({
  queue: 'deliveries',
  name: 'sweep',
  payload: z.object({}),
  repeat: { everyMs: MINUTE / 2 },
});

/** Deliveries one job sends. */
export const SEND_BATCH = 100;

export const deliveryJobs = [sendDeliveries, sweepDeliveries] as const;
