// What our mails say. Knows nothing of how they travel.
import { Module } from '@nestjs/common';
import { WriteMail } from './write-mail.js';

@Module({ providers: [WriteMail], exports: [WriteMail] })
export class MailsModule {}
