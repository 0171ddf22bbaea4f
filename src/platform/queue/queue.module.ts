// The queues, for whoever enqueues. Processors are listed in worker.module.ts and nowhere else.
import { Module } from '@nestjs/common';
import { BullModule } from '@nestjs/bullmq';
import { Config } from '../../config/config.js';
import { QUEUES } from './job-definition.js';
import { JobQueue } from './job-queue.js';
import { queueOptions } from './queue-connection.js';

@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [Config],
      useFactory: (config: Config) => ({
        ...queueOptions(config),
        defaultJobOptions: {
          removeOnComplete: 100,
          removeOnFail: 500,
          attempts: 3,
          backoff: { type: 'exponential', delay: 1_000 },
        },
      }),
    }),
    BullModule.registerQueue(...QUEUES.map((name) => ({ name }))),
  ],
  providers: [JobQueue],
  exports: [JobQueue],
})
export class QueueModule {}
