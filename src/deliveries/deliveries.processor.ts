// Sends and sweeps when a job says so.
import { Injectable } from '@nestjs/common';
import { Processor } from '@nestjs/bullmq';
import { handle, JobProcessor } from '../platform/queue/job-processor.js';
import { AlertOperator } from './alert-operator.js';
import { sendDeliveries, sweepDeliveries } from './deliveries.jobs.js';
import { SendDeliveries } from './send-deliveries.js';
import { SweepDeliveries } from './sweep-deliveries.js';

/** So that one is claimed while the mails of another go out. */
const JOBS_AT_ONCE = 3;

@Injectable()
@Processor('deliveries', { concurrency: JOBS_AT_ONCE })
export class DeliveriesProcessor extends JobProcessor {
  protected readonly handlers;

  constructor(
    private readonly send: SendDeliveries,
    sweep: SweepDeliveries,
    alert: AlertOperator,
  ) {
    super();
    this.handlers = [
      handle(sendDeliveries, (payload) => send.run(payload)),
      handle(sweepDeliveries, async () => {
        const report = await sweep.run();
        await alert.run();
        return report;
      }),
    ];
  }

  protected override async finish(): Promise<void> {
    await super.finish();
    await this.send.finish();
  }
}
