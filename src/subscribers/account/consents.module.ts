// The record of consents, for those who must show it.
import { Module } from '@nestjs/common';
import { ReadConsents } from './read-consents.js';

@Module({ providers: [ReadConsents], exports: [ReadConsents] })
export class ConsentsModule {}
