// A job, said once: the queue it travels through, its name, and what it carries. Features define theirs in `*.jobs.ts`;
// the side that enqueues imports that file and nothing of the work.
import type { z } from 'zod';

/** Every queue there is. A queue is a lane: jobs of one do not hold up those of another. */
export const QUEUES = ['papers', 'models', 'digests', 'deliveries', 'subscribers'] as const;
export type QueueName = (typeof QUEUES)[number];

export interface JobDefinition<Payload = unknown> {
  queue: QueueName;
  /** Never renamed: jobs of that name may be waiting. */
  name: string;
  /** Ids only: the truth is in PostgreSQL. Parsed again when the job runs. */
  payload: z.ZodType<Payload>;
  /** Runs by itself, once for all processes: so often, or by the clock of a time zone. */
  repeat?: { everyMs: number } | { pattern: string; timeZone: string };
}

export function defineJob<Payload>(definition: JobDefinition<Payload>): JobDefinition<Payload> {
  return definition;
}
