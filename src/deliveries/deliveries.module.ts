// The ledger of mails and the way they go out.
import { Module } from '@nestjs/common';
import { MailsModule } from '../mails/mails.module.js';
import { QueueModule } from '../platform/queue/queue.module.js';
import { SmtpModule } from '../platform/smtp/smtp.module.js';
import { AlertOperator } from './alert-operator.js';
import { MakeMessage } from './make-message.js';
import { SendDeliveries } from './send-deliveries.js';
import { SuppressAddress } from './suppress-address.js';
import { SweepDeliveries } from './sweep-deliveries.js';

@Module({
  imports: [MailsModule, QueueModule, SmtpModule],
  providers: [AlertOperator, MakeMessage, SendDeliveries, SuppressAddress, SweepDeliveries],
  exports: [AlertOperator, SendDeliveries, SweepDeliveries, SuppressAddress],
})
export class DeliveriesModule {}
