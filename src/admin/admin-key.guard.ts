// Lets in who carries a key: `Authorization: Bearer KEY`.
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '../shared/domain-error.js';
import { AdminKeys } from './admin-keys.js';

@Injectable()
export class AdminKeyGuard implements CanActivate {
  constructor(private readonly keys: AdminKeys) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { authorization = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const key = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1];
    if (key && (await this.keys.isValid(key))) return true;
    const hint = 'Send a valid key as "Authorization: Bearer KEY"; `courant admin create-key` makes one.';
    throw new DomainError('forbidden', hint);
  }
}
