// Runs: all digests of one date. Starting one is safe to repeat; reading one is its ledger.
import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ReadLedger } from '../digests/read-ledger.js';
import { StartRun } from '../digests/start-run.js';
import { jsonSchema } from '../platform/http/json-schema.js';
import { AdminKeyGuard } from './admin-key.guard.js';

const date = z.iso.date({ error: 'expected a date of the form YYYY-MM-DD' });
const runInput = z.object({ date });

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/runs')
export class AdminRunsController {
  constructor(
    private readonly startRun: StartRun,
    private readonly readLedger: ReadLedger,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({ summary: 'Plan a digest of this date for every active subscriber who has none.' })
  @ApiBody({ schema: jsonSchema(runInput) })
  async start(@Body({ schema: runInput }) input: z.infer<typeof runInput>) {
    return { date: input.date, ...(await this.startRun.run(input)) };
  }

  @Get(':date')
  @ApiOperation({ summary: 'The ledger of a date: where every digest that was due is now.' })
  async read(@Param('date', { schema: date }) asked: string) {
    return this.readLedger.run({ date: asked });
  }
}
