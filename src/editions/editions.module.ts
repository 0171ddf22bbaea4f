// Public pages by date.
import { Module } from '@nestjs/common';
import { ReadEditions } from './read-editions.js';

@Module({ providers: [ReadEditions], exports: [ReadEditions] })
export class EditionsModule {}
