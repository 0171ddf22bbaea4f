// What a form says to read about, with the texts of the papers it names.
import { Injectable } from '@nestjs/common';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { DomainError } from '../shared/domain-error.js';
import { saying } from '../shared/saying.js';
import { findPasted } from './pasted-papers.js';
import { interestsOf, type PreviewInput, type SignUpInterest } from './sign-up.schema.js';

@Injectable()
export class WantedInterests {
  constructor(private readonly prisma: PrismaService) {}

  /** @throws DomainError invalid_input when it names papers we do not have */
  async run(form: PreviewInput): Promise<SignUpInterest[]> {
    const { values, unknown } = await findPasted(this.prisma, form.papers.identifiers);
    if (unknown.length === 0) return interestsOf(form, values);
    const papers = saying('web.errors.unknownPapers', { ids: unknown.slice(0, 10).join(', ') });
    throw new DomainError('invalid_input', papers, { papers });
  }
}
