// Runs: all digests of one date. Starting one is safe to repeat; reading one is its ledger.
import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ReadLedger } from '../digests/read-ledger.js';
import { ReadMissing } from '../digests/read-missing.js';
import { SendAgain } from '../digests/send-again.js';
import { StartRun } from '../digests/start-run.js';
import { RUN_ORDERS, SteerRun } from '../digests/steer-run.js';
import { jsonSchema } from '../platform/http/json-schema.js';
import { AdminKeyGuard } from './admin-key.guard.js';

const date = z.iso.date({ error: 'expected a date of the form YYYY-MM-DD' });
const run = z.object({ date });
const page = z.object({
  after: z.uuid({ error: 'expected the id of the last subscriber of the page before' }).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});
const steering = z.object({
  order: z.enum(RUN_ORDERS, { error: 'expected pause, resume or cancel' }),
  reason: z.string().max(200, { error: 'expected at most 200 characters' }).optional(),
});
const again = z.object({ address: z.string().max(320) });

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/runs')
export class AdminRunsController {
  constructor(
    private readonly startRun: StartRun,
    private readonly readLedger: ReadLedger,
    private readonly readMissing: ReadMissing,
    private readonly steerRun: SteerRun,
    private readonly sendAgain: SendAgain,
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

  @Get(':date/missing')
  @ApiOperation({
    summary: 'Who did not get the digest of this date, and why; `next` is the `after` of the next page.',
  })
  @ApiParam({ name: 'date', type: String, example: '2026-06-24' })
  @ApiQuery({ name: 'after', required: false, type: String })
  @ApiQuery({ name: 'limit', required: false, type: Number })
  async missing(
    @Param({ schema: run }) asked: z.infer<typeof run>,
    @Query({ schema: page }) part: z.infer<typeof page>,
  ) {
    const missing = await this.readMissing.run({ ...asked, ...part });
    const last = missing.length === part.limit ? missing.at(-1)?.subscriberId : undefined;
    return { date: asked.date, missing, next: last ?? null };
  }

  @Post(':date/state')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Pause a run, let it go on, or cancel what was not sent yet, for good.' })
  @ApiParam({ name: 'date', type: String, example: '2026-06-24' })
  @ApiBody({ schema: jsonSchema(steering) })
  async steer(
    @Param({ schema: run }) asked: z.infer<typeof run>,
    @Body({ schema: steering }) input: z.infer<typeof steering>,
  ) {
    return { date: asked.date, state: await this.steerRun.run({ ...asked, ...input }) };
  }

  @Post(':date/again')
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Send the digest of this date once more to one reader, to the address she has now.',
  })
  @ApiParam({ name: 'date', type: String, example: '2026-06-24' })
  @ApiBody({ schema: jsonSchema(again) })
  async again(
    @Param({ schema: run }) asked: z.infer<typeof run>,
    @Body({ schema: again }) input: z.infer<typeof again>,
  ) {
    return { date: asked.date, ...(await this.sendAgain.run({ ...asked, ...input })) };
  }
}
