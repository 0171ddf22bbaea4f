// What Prometheus scrapes: the ledger, what waits, and the sources. No part of the API, and not in its document.
import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { MetricsGuard } from './metrics.guard.js';
import { EXPOSITION_TYPE, prometheusText } from './prometheus-text.js';
import { ReadMetrics } from './read-metrics.js';

@ApiExcludeController()
@UseGuards(MetricsGuard)
@Controller('metrics')
export class MetricsController {
  constructor(private readonly readMetrics: ReadMetrics) {}

  @Get()
  @Header('content-type', EXPOSITION_TYPE)
  async read(): Promise<string> {
    return prometheusText(await this.readMetrics.run());
  }
}
