// Plans, builds, compiles and sweeps when a job says so.
import { Injectable } from '@nestjs/common';
import { Processor } from '@nestjs/bullmq';
import { handle, JobProcessor } from '../platform/queue/job-processor.js';
import { BuildDigests } from './build-digests.js';
import { LearnCommunity } from './community/learn-community.js';
import { CompileProfiles } from './compile-profiles.js';
import { buildDigests, compileProfiles, learnCommunity, planDigests, sweepDigests } from './digests.jobs.js';
import { PlanDigests } from './plan-digests.js';
import { SweepDigests } from './sweep-digests.js';

@Injectable()
@Processor('digests', { concurrency: 2 })
export class DigestsProcessor extends JobProcessor {
  protected readonly handlers;

  constructor(
    plan: PlanDigests,
    build: BuildDigests,
    sweep: SweepDigests,
    compile: CompileProfiles,
    learn: LearnCommunity,
  ) {
    super();
    this.handlers = [
      handle(planDigests, () => plan.run()),
      handle(buildDigests, (payload) => build.run(payload)),
      handle(sweepDigests, () => sweep.run()),
      handle(compileProfiles, () => compile.run()),
      handle(learnCommunity, () => learn.run()),
    ];
  }
}
