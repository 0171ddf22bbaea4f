// Papers: where they come from, and the one row each of them has.
import { Module } from '@nestjs/common';
import { ImportPapers } from './import-papers.js';
import { RankEditions } from './rank-editions.js';

@Module({ providers: [ImportPapers, RankEditions], exports: [ImportPapers] })
export class PapersModule {}
