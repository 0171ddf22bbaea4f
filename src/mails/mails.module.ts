// What our mails say. Knows nothing of how they travel.
import { Module } from '@nestjs/common';
import { TemplatesCheck } from './check-templates.js';
import { WebDigest } from './web-digest.js';
import { WriteMail } from './write-mail.js';

@Module({ providers: [TemplatesCheck, WriteMail, WebDigest], exports: [WriteMail, WebDigest] })
export class MailsModule {}
