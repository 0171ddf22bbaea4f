// Public pages by date.
import { Module } from '@nestjs/common';
import { PapersModule } from '../papers/papers.module.js';
import { ReadEditions } from './read-editions.js';

@Module({ imports: [PapersModule], providers: [ReadEditions], exports: [ReadEditions] })
export class EditionsModule {}
