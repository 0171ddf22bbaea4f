// A reader's life, from the form to good-bye.
import { Module } from '@nestjs/common';
import { QueueModule } from '../platform/queue/queue.module.js';
import { Confirm } from './confirm.js';
import { SignUp } from './sign-up.js';
import { SignUpPage } from './sign-up-page.js';
import { Unsubscribe } from './unsubscribe.js';

@Module({
  imports: [QueueModule],
  providers: [SignUp, SignUpPage, Confirm, Unsubscribe],
  exports: [SignUp, SignUpPage, Confirm, Unsubscribe],
})
export class SubscribersModule {}
