// A digest as it was mailed, for a browser. Who has its address may be anyone she forwarded the mail to, so the links to
// her settings are not in it.
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { SecretKey } from '../platform/prisma/secret-key.js';
import { DomainError } from '../shared/domain-error.js';
import { saying } from '../shared/saying.js';
import { signToken, verifyToken } from '../shared/signed-link.js';
import { brandOnWeb } from './brand-of.js';
import { digestMail } from './digest.mail.js';
import { loadDigests } from './load-digest.js';
import type { Brand } from './mail-content.js';
import { PaperShelf } from './paper-shelf.js';

@Injectable()
export class WebDigest {
  private readonly brand: Brand;
  private readonly shelf: PaperShelf;

  constructor(
    config: Config,
    private readonly prisma: PrismaService,
    private readonly secretKey: SecretKey,
  ) {
    this.brand = brandOnWeb(config);
    this.shelf = new PaperShelf(prisma);
  }

  /**
   * @returns the page
   * @throws DomainError not_found
   */
  async run(input: { token: string }): Promise<string> {
    const secret = this.secretKey.value;
    const id = verifyToken(secret, 'digest', input.token);
    const feedbackUrl = (digestId: string) =>
      `${this.brand.publicUrl}/f/${signToken(secret, 'feedback', digestId)}`;
    const digests = await loadDigests(this.prisma, this.shelf, id ? [id] : [], feedbackUrl);
    const digest = digests.get(id ?? '');
    if (!digest) {
      throw new DomainError('link_broken', saying('web.errors.linkNotComplete'));
    }
    const settingsUrl = `${this.brand.publicUrl}/sign-in`;
    return digestMail({ ...digest, saved: [], brand: this.brand, settingsUrl, unsubscribeUrl: '' }).html;
  }
}
