// Whose pages these are: the signed link says so, or the session of who has signed in.
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import type { Subscriber } from '../../generated/prisma/client.js';
import type { Texts } from '../../language/texts.js';
import { type AskingVisitor, rememberLanguage, textsFor } from '../../platform/http/asked-language.js';
import { readSession } from '../../platform/http/session-cookie.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { SecretKey } from '../../platform/prisma/secret-key.js';
import { DomainError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { claimedId, verifyToken } from '../../shared/signed-link.js';
import { Sessions } from './sessions.js';

/** Stands where a link has its token: the session knows who it is. */
export const MYSELF = 'me';

export interface Reader {
  subscriber: Subscriber;
  /** Where her pages are, without a slash at the end. */
  base: string;
  /** She has signed in; whoever holds one of her mails could have followed the link. */
  isSignedIn: boolean;
  /** What her pages say, in the language she reads them in. */
  texts: Texts;
}

@Injectable()
export class FindReader {
  constructor(
    private readonly config: Config,
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
    private readonly sessions: Sessions,
  ) {}

  /**
   * @param access the token of a link, or `me`
   * @throws DomainError not_found, forbidden for `me` without a session
   */
  async run(access: string, request: AskingVisitor): Promise<Reader> {
    if (access === MYSELF) {
      const id = await this.sessions.find({ session: readSession(this.config.http.publicUrl, request) });
      const subscriber = id ? await this.prisma.subscriber.findUnique({ where: { id } }) : null;
      if (!subscriber) throw new DomainError('forbidden', saying('web.errors.signInFirst'));
      return this.reader(subscriber, MYSELF, request);
    }
    const id = claimedId(access);
    const subscriber = id ? await this.prisma.subscriber.findUnique({ where: { id } }) : null;
    const isGood =
      subscriber && verifyToken(this.secretKey.value, 'settings', access, subscriber.addressKey) === id;
    if (!isGood || !['active', 'paused', 'unsubscribed'].includes(subscriber.state)) {
      throw new DomainError('link_broken', saying('web.errors.linkNotGood'));
    }
    return this.reader(subscriber, access, request);
  }

  private reader(subscriber: Subscriber, access: string, request: AskingVisitor): Reader {
    rememberLanguage(request, subscriber.language);
    const texts = textsFor(request, this.config);
    return { subscriber, base: `/p/${access}`, isSignedIn: access === MYSELF, texts };
  }
}

/**
 * What could harm a reader asks for a sign-in: the links of a mail are in the hands of whoever she forwards it to.
 *
 * @throws DomainError forbidden
 */
export function signedIn(reader: Reader): Reader {
  if (!reader.isSignedIn) throw new DomainError('forbidden', saying('web.errors.signInFirst'));
  return reader;
}
