// Signing in and out. A session is a random token in a cookie; only its hash is kept, for thirty days.
import { Injectable } from '@nestjs/common';
import { SESSION_DAYS } from '../../platform/http/session-cookie.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { Clock, DAY, plusMs } from '../../shared/clock.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { randomToken, tokenHash } from '../../shared/signed-link.js';

@Injectable()
export class Sessions {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * Uses up the token of a sign-in link.
   *
   * @returns what goes into the cookie
   * @throws DomainError link_expired
   */
  async start(input: { token: string }): Promise<string> {
    const now = this.clock.now();
    return this.prisma.$transaction(async (transaction) => {
      const hash = tokenHash(input.token);
      const { count } = await transaction.token.updateMany({
        where: { hash, ...good(now) },
        data: { usedAt: now },
      });
      if (count === 0) throw expired();
      const { subscriberId } = await transaction.token.findUniqueOrThrow({ where: { hash } });
      const session = randomToken();
      const expiresAt = plusMs(now, SESSION_DAYS * DAY);
      await transaction.token.create({
        data: { hash: tokenHash(session), purpose: 'session', subscriberId, expiresAt },
      });
      return session;
    });
  }

  /**
   * Whether the sign-in link still does something. Changes nothing.
   *
   * @throws DomainError link_expired
   */
  async check(token: string): Promise<void> {
    const where = { hash: tokenHash(token), ...good(this.clock.now()) };
    if ((await this.prisma.token.count({ where })) === 0) throw expired();
  }

  /** @returns the subscriber's id, or undefined when this is no session (any more) */
  async find(input: { session: string | undefined }): Promise<string | undefined> {
    if (!input.session) return undefined;
    const token = await this.prisma.token.findUnique({ where: { hash: tokenHash(input.session) } });
    const holds = token?.purpose === 'session' && token.expiresAt > this.clock.now();
    return holds ? token.subscriberId : undefined;
  }

  async end(input: { session: string | undefined }): Promise<void> {
    if (!input.session) return;
    await this.prisma.token.deleteMany({ where: { hash: tokenHash(input.session), purpose: 'session' } });
  }
}

const good = (now: Date) => ({ purpose: 'sign_in' as const, usedAt: null, expiresAt: { gt: now } });

function expired(): DomainError {
  return new DomainError('link_expired', saying('web.errors.expiredOrUsed'));
}
