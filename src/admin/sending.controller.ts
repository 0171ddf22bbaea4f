// Whether mail goes out at all: the pause that a refusal of us has brought about, and its end.
import { Controller, Get, HttpCode, HttpStatus, Post, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { StreamBreaker } from '../deliveries/stream-breaker.js';
import { AdminKeyGuard } from './admin-key.guard.js';

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/sending')
export class AdminSendingController {
  constructor(private readonly breaker: StreamBreaker) {}

  @Get()
  @ApiOperation({ summary: 'Whether sending is paused: since when, why, and when one mail is tried again.' })
  async read() {
    const pause = await this.breaker.read();
    return { isPaused: pause !== undefined, ...pause };
  }

  @Post('resume')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Ends the pause at once, for who has mended what the server complained of.' })
  async resume() {
    return { wasPaused: await this.breaker.resume() };
  }
}
