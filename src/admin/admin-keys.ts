// Keys to the admin API: made once and shown once; only a hash is kept.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock } from '../shared/clock.js';
import { randomToken, tokenHash } from '../shared/signed-link.js';

@Injectable()
export class AdminKeys {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /** @returns the key, `PREFIX.SECRET`; it cannot be read again */
  async create(input: { name: string }): Promise<string> {
    const prefix = `ck_${randomBytes(6).toString('hex')}`;
    const secret = randomToken();
    const { name } = input;
    await this.prisma.adminKey.create({
      data: { prefix, name, secretHash: tokenHash(secret), createdAt: this.clock.now() },
    });
    return `${prefix}.${secret}`;
  }

  async isValid(key: string): Promise<boolean> {
    const { adminApiKey } = this.config;
    if (adminApiKey && timingSafeEqual(tokenHash(adminApiKey), tokenHash(key))) return true;
    const dot = key.indexOf('.');
    const known = await this.prisma.adminKey.findUnique({
      where: { prefix: key.slice(0, Math.max(dot, 0)) },
    });
    if (!known || known.revokedAt || !timingSafeEqual(known.secretHash, tokenHash(key.slice(dot + 1))))
      return false;
    await this.prisma.adminKey.update({
      where: { prefix: known.prefix },
      data: { lastUsedAt: this.clock.now() },
    });
    return true;
  }
}
