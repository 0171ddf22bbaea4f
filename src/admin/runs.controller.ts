// Runs: all digests of one date. Starting one is safe to repeat; reading one is its ledger.
import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ReadLedger } from '../digests/read-ledger.js';
import { StartRun } from '../digests/start-run.js';
import { jsonSchema } from '../platform/http/json-schema.js';
import { AdminKeyGuard } from './admin-key.guard.js';

const date = z.iso.date({ error: 'expected a date of the form YYYY-MM-DD' });
const run = z.object({ date });

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
  @ApiBody({ schema: jsonSchema(run) })
  async start(@Body({ schema: run }) input: z.infer<typeof run>) {
    return { date: input.date, ...(await this.startRun.run(input)) };
  }

  @Get(':date')
  @ApiOperation({ summary: 'The ledger of a date: where every digest that was due is now.' })
  @ApiParam({ name: 'date', type: String, example: '2026-06-24' })
  async read(@Param({ schema: run }) asked: z.infer<typeof run>) {
    return this.readLedger.run(asked);
  }
}
