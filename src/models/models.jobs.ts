// What learning is to be done, and when.
import { z } from 'zod';
import { defineJob } from '../platform/queue/job-definition.js';
import { MINUTE } from '../shared/clock.js';

export const trainTextModel = defineJob({
  queue: 'models',
  name: 'train text model',
  payload: z.object({}),
  // Small hours in Europe, a quiet evening in America; it does nothing unless enough papers are new.
  repeat: { pattern: '40 3 * * *', timeZone: 'UTC' },
});

/** Papers that came in, and texts of readers whose digest is near. */
export const embedTexts = defineJob({
  queue: 'models',
  name: 'embed texts',
  payload: z.object({}),
  repeat: { everyMs: MINUTE },
});

export const modelJobs = [trainTextModel, embedTexts];
