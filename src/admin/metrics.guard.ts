// Lets in who carries METRICS_TOKEN, which opens nothing else, or a key to the admin API.
import { timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { tokenHash } from '../shared/signed-link.js';
import { AdminKeyGuard } from './admin-key.guard.js';

@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly admin: AdminKeyGuard,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { metricsToken } = this.config;
    const { authorization = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const given = /^Bearer (\S{1,200})$/i.exec(authorization)?.[1];
    if (metricsToken && given && timingSafeEqual(tokenHash(metricsToken), tokenHash(given))) return true;
    return this.admin.canActivate(context);
  }
}
