// Who may use the admin API.
import { Module } from '@nestjs/common';
import { AdminKeys } from './admin-keys.js';

@Module({ providers: [AdminKeys], exports: [AdminKeys] })
export class AdminModule {}
