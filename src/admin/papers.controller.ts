// The papers of a date, for operators.
import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { AdminKeyGuard } from './admin-key.guard.js';

const listQuery = z.object({ date: z.iso.date({ error: 'expected a date of the form YYYY-MM-DD' }) });

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/papers')
export class AdminPapersController {
  constructor(private readonly prisma: PrismaService) {}

  @Get()
  @ApiOperation({ summary: 'The papers announced on a date, most talked about first.' })
  @ApiQuery({ name: 'date', required: true, type: String, example: '2026-06-24' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>) {
    const papers = await this.prisma.paper.findMany({
      where: { announcedOn: new Date(`${query.date}T00:00:00Z`) },
      orderBy: [{ trendScore: { sort: 'desc', nulls: 'last' } }, { key: 'asc' }],
      omit: { arrival: true, announcedOn: true },
    });
    return { date: query.date, count: papers.length, papers };
  }
}
