// Forgets who never confirmed, when a job says so.
import { Injectable } from '@nestjs/common';
import { Processor } from '@nestjs/bullmq';
import { handle, JobProcessor } from '../platform/queue/job-processor.js';
import { ForgetUnconfirmed } from './account/forget-unconfirmed.js';
import { forgetUnconfirmed } from './subscribers.jobs.js';

@Injectable()
@Processor('subscribers', { concurrency: 1 })
export class SubscribersProcessor extends JobProcessor {
  protected readonly handlers;

  constructor(forget: ForgetUnconfirmed) {
    super();
    this.handlers = [handle(forgetUnconfirmed, () => forget.run())];
  }
}
