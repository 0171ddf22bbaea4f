// From who is due to what she gets.
import { Module } from '@nestjs/common';
import { ModelsModule } from '../models/models.module.js';
import { QueueModule } from '../platform/queue/queue.module.js';
import { SubscribersModule } from '../subscribers/subscribers.module.js';
import { BuildDigests } from './build-digests.js';
import { ChooseForReaders } from './choose-for-readers.js';
import { CommunitySignal } from './community/community-signal.js';
import { LearnCommunity } from './community/learn-community.js';
import { TryCommunity } from './community/try-community.js';
import { CompileProfiles } from './compile-profiles.js';
import { KeptBackgrounds } from './kept-backgrounds.js';
import { PaperPool } from './paper-pool.js';
import { PreviewInterests } from './preview-interests.js';
import { PreviewWeek } from './preview-week.js';
import { PlanDigests } from './plan-digests.js';
import { ReaderProfiles } from './reader-profiles.js';
import { ReadLedger } from './read-ledger.js';
import { ReadMissing } from './read-missing.js';
import { SendAgain } from './send-again.js';
import { StartRun } from './start-run.js';
import { ReplayDigests } from './replay/replay-digests.js';
import { SteerRun } from './steer-run.js';
import { SweepDigests } from './sweep-digests.js';

const useCases = [
  PlanDigests,
  BuildDigests,
  SweepDigests,
  StartRun,
  PreviewWeek,
  PreviewInterests,
  SteerRun,
  SendAgain,
  ReadLedger,
  ReadMissing,
  ReplayDigests,
  LearnCommunity,
  CompileProfiles,
];

@Module({
  imports: [QueueModule, SubscribersModule, ModelsModule],
  providers: [
    ...useCases,
    PaperPool,
    KeptBackgrounds,
    ReaderProfiles,
    ChooseForReaders,
    CommunitySignal,
    TryCommunity,
  ],
  exports: useCases,
})
export class DigestsModule {}
