// Papers: where they come from, and the one row each of them has.
import { Module } from '@nestjs/common';
import { RequestGate } from '../platform/fetch/request-gate.js';
import { ImportPapers } from './import-papers.js';
import { RankEditions } from './rank-editions.js';
import { PolledSources } from './sources/polled-sources.js';
import { PatientPace, SourceClient, SourcePace } from './sources/source-client.js';
import { ReadSources } from './sync/read-sources.js';
import { SourceStates } from './sync/source-states.js';
import { SyncSource } from './sync/sync-source.js';

@Module({
  providers: [
    ImportPapers,
    RankEditions,
    RequestGate,
    { provide: SourcePace, useClass: PatientPace },
    SourceClient,
    PolledSources,
    SourceStates,
    SyncSource,
    ReadSources,
  ],
  exports: [ImportPapers, PolledSources, ReadSources, SourceClient, SourceStates, SyncSource],
})
export class PapersModule {}
