// Papers: where they come from, and the one row each of them has.
import { Module } from '@nestjs/common';
import { ImportPapers } from './import-papers.js';

@Module({ providers: [ImportPapers], exports: [ImportPapers] })
export class PapersModule {}
