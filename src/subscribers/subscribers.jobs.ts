// The jobs about readers, for whoever enqueues them.
import { z } from 'zod';
import { defineJob } from '../platform/queue/job-definition.js';
import { HOUR } from '../shared/clock.js';

export const forgetUnconfirmed = defineJob({
  queue: 'subscribers',
  name: 'forget-unconfirmed',
  payload: z.object({}),
  repeat: { everyMs: HOUR },
});

export const subscriberJobs = [forgetUnconfirmed] as const;
