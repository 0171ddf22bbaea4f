// The process that does the work: the only place where processors are listed, and what runs by itself.
import { Module } from '@nestjs/common';
import { deliveryJobs } from './deliveries/deliveries.jobs.js';
import { DeliveriesModule } from './deliveries/deliveries.module.js';
import { DeliveriesProcessor } from './deliveries/deliveries.processor.js';
import { LeaseKeeper } from './deliveries/lease-keeper.js';
import { digestJobs } from './digests/digests.jobs.js';
import { DigestsModule } from './digests/digests.module.js';
import { DigestsProcessor } from './digests/digests.processor.js';
import { modelJobs } from './models/models.jobs.js';
import { ModelsModule } from './models/models.module.js';
import { ModelsProcessor } from './models/models.processor.js';
import { syncJobs } from './papers/papers.jobs.js';
import { PapersModule } from './papers/papers.module.js';
import { PapersProcessor } from './papers/papers.processor.js';
import { PolledSources } from './papers/sources/polled-sources.js';
import { FirstSync } from './papers/sync/first-sync.js';
import { QueueModule } from './platform/queue/queue.module.js';
import { SCHEDULED_JOBS, ScheduleKeeper } from './platform/queue/schedule-keeper.js';
import { SigningCheck } from './platform/smtp/signing-check.js';
import { SmtpModule } from './platform/smtp/smtp.module.js';
import { subscriberJobs } from './subscribers/subscribers.jobs.js';
import { SubscribersModule } from './subscribers/subscribers.module.js';
import { SubscribersProcessor } from './subscribers/subscribers.processor.js';

@Module({
  imports: [
    PapersModule,
    ModelsModule,
    DigestsModule,
    DeliveriesModule,
    SubscribersModule,
    QueueModule,
    SmtpModule,
  ],
  providers: [
    SigningCheck,
    DigestsProcessor,
    DeliveriesProcessor,
    LeaseKeeper,
    ScheduleKeeper,
    PapersProcessor,
    ModelsProcessor,
    SubscribersProcessor,
    FirstSync,
    {
      provide: SCHEDULED_JOBS,
      inject: [PolledSources],
      useFactory: (sources: PolledSources) => [
        ...[...modelJobs, ...digestJobs, ...deliveryJobs, ...subscriberJobs].filter(
          (job) => job.repeat !== undefined,
        ),
        ...sources.enabled().map((name) => syncJobs[name]),
      ],
    },
  ],
})
export class WorkerModule {}
