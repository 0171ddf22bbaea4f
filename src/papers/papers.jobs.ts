// When each source is asked, by the clock of the place it lives by. arXiv's feed is made at midnight in New York and its
// OAI-PMH server catches up at half past ten in the evening; the looks in between cost nothing, or a 304.
import { z } from 'zod';
import { defineJob, type JobDefinition } from '../platform/queue/job-definition.js';
import type { PolledSource } from './sources/source-names.js';

const nothing = z.object({});
const job = (source: PolledSource, pattern: string, timeZone: string) =>
  defineJob({ queue: 'papers', name: `sync ${source}`, payload: nothing, repeat: { pattern, timeZone } });

export const syncJobs: Readonly<Record<PolledSource, JobDefinition<z.infer<typeof nothing>>>> = {
  huggingface: job('huggingface', '7,37 * * * *', 'UTC'),
  arxiv: job('arxiv', '12,32,52 * * * *', 'America/New_York'),
  'arxiv-oai': job('arxiv-oai', '25 23,2,5,8,11,14,17,20 * * *', 'America/New_York'),
  biorxiv: job('biorxiv', '17 */3 * * *', 'UTC'),
  medrxiv: job('medrxiv', '47 */3 * * *', 'UTC'),
};
