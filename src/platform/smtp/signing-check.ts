// Before the first mail: does the key we were given sign?
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../shared/clock.js';
import { MessageComposer } from './message-composer.js';

@Injectable()
export class SigningCheck implements OnModuleInit {
  constructor(
    private readonly composer: MessageComposer,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.composer.checkSigning(this.clock.now());
  }
}
