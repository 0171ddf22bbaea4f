// The language of the reader a link was mailed to, for pages that ask nothing else of her.
import { Injectable } from '@nestjs/common';
import { type AskingVisitor, rememberLanguage } from '../../platform/http/asked-language.js';
import { PrismaService } from '../../platform/prisma/prisma.service.js';
import { tokenHash } from '../../shared/signed-link.js';

@Injectable()
export class ReaderLanguage {
  constructor(private readonly prisma: PrismaService) {}

  /** The pages for this request are in her language; a token or an id of nobody changes nothing. */
  async run(request: AskingVisitor, reader: { id: string } | { token: string }): Promise<void> {
    const where =
      'id' in reader ? { id: reader.id } : { tokens: { some: { hash: tokenHash(reader.token) } } };
    const found = await this.prisma.subscriber.findFirst({ where, select: { language: true } });
    if (found) rememberLanguage(request, found.language);
  }
}
