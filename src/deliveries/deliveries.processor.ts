// Sends and sweeps when a job says so.
import { Injectable } from '@nestjs/common';
import { Processor } from '@nestjs/bullmq';
import { handle, JobProcessor } from '../platform/queue/job-processor.js';
import { AlertOperator } from './alert-operator.js';
import { sendDeliveries, sweepDeliveries } from './deliveries.jobs.js';
import { SendDeliveries } from './send-deliveries.js';
import { SweepDeliveries } from './sweep-deliveries.js';

/** More than the mails of a silent domain can hold up (domain-gates.ts): each keeps the job it came with for minutes. */
const JOBS_AT_ONCE = 8;

@Injectable()
@Processor('deliveries', { concurrency: JOBS_AT_ONCE })
export class DeliveriesProcessor extends JobProcessor {
  protected readonly handlers;

  constructor(send: SendDeliveries, sweep: SweepDeliveries, alert: AlertOperator) {
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
}
