// One digest, for operators: every paper with its reason, and how it came to be chosen.
import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { categoryName } from '../interests/categories.js';
import { texts } from '../language/languages.js';
import { explainedPapers } from '../mails/kept-papers.js';
import { reasonText } from '../mails/reason-text.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { DomainError } from '../shared/domain-error.js';
import { AdminKeyGuard } from './admin-key.guard.js';

const params = z.object({ id: z.uuid({ error: 'expected a UUID' }) });

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/digests')
export class AdminDigestsController {
  constructor(private readonly prisma: PrismaService) {}

  @Get(':id')
  @ApiOperation({
    summary:
      'One digest: its papers, why each was chosen, and the score in its parts (see docs/choosing.md; null for what trends).',
  })
  @ApiParam({ name: 'id', type: String, format: 'uuid' })
  async read(@Param({ schema: params }) { id }: z.infer<typeof params>) {
    const digest = await this.prisma.digest.findUnique({
      where: { id },
      include: {
        papers: true,
        delivery: { select: { state: true, reply: true } },
      },
    });
    if (!digest) throw new DomainError('not_found', 'There is no digest with this id.');
    const { localDate, papers, ...rest } = digest;
    const items = explainedPapers(papers);
    const titles = await this.titles(items.map(({ paperKey }) => paperKey));
    return {
      ...rest,
      date: localDate.toISOString().slice(0, 10),
      items: items.map((item) => ({
        ...item,
        title: titles.get(item.paperKey),
        reasonText: reasonText(texts('en'), item.reasons, categoryName),
      })),
    };
  }

  private async titles(keys: string[]): Promise<Map<string, string>> {
    const rows = await this.prisma.paper.findMany({
      where: { key: { in: keys } },
      select: { key: true, title: true },
    });
    return new Map(rows.map(({ key, title }) => [key, title]));
  }
}
