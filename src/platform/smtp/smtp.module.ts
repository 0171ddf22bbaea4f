// The way out for mail.
import { Module } from '@nestjs/common';
import { MessageComposer } from './message-composer.js';
import { SmtpPeer } from './smtp-peer.js';

@Module({ providers: [SmtpPeer, MessageComposer], exports: [SmtpPeer, MessageComposer] })
export class SmtpModule {}
