// From who is due to what she gets.
import { Module } from '@nestjs/common';
import { QueueModule } from '../platform/queue/queue.module.js';
import { BuildDigests } from './build-digests.js';
import { PaperPool } from './paper-pool.js';
import { PlanDigests } from './plan-digests.js';
import { ReadLedger } from './read-ledger.js';
import { StartRun } from './start-run.js';
import { ReplayDigests } from './replay/replay-digests.js';
import { SweepDigests } from './sweep-digests.js';

const useCases = [PlanDigests, BuildDigests, SweepDigests, StartRun, ReadLedger, ReplayDigests];

@Module({ imports: [QueueModule], providers: [...useCases, PaperPool], exports: useCases })
export class DigestsModule {}
