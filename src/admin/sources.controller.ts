// Where papers come from and how that goes, for operators.
import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReadSources } from '../papers/sync/read-sources.js';
import { AdminKeyGuard } from './admin-key.guard.js';

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/sources')
export class AdminSourcesController {
  constructor(private readonly readSources: ReadSources) {}

  @Get()
  @ApiOperation({
    summary:
      'Every source: its state, last success, last error in words, newest edition, papers a day, cursor.',
  })
  async list() {
    return { sources: await this.readSources.run() };
  }
}
