// One of the two global modules (the other is the configuration): nearly every feature speaks to the database.
import { Global, Module } from '@nestjs/common';
import { PrismaService } from './prisma.service.js';
import { SecretKey } from './secret-key.js';

@Global()
@Module({ providers: [PrismaService, SecretKey], exports: [PrismaService, SecretKey] })
export class PrismaModule {}
