// What learning is to be done, and when.
import { z } from 'zod';
import { defineJob } from '../platform/queue/job-definition.js';

export const trainTextModel = defineJob({
  queue: 'models',
  name: 'train text model',
  payload: z.object({}),
  // Small hours in Europe, a quiet evening in America; it does nothing unless enough papers are new.
  repeat: { pattern: '40 3 * * *', timeZone: 'UTC' },
});

export const modelJobs = [trainTextModel];
