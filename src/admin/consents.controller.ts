// The proof of consent of one address.
import { Controller, Get, Header, Query, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ReadConsents } from '../subscribers/account/read-consents.js';
import { AdminKeyGuard } from './admin-key.guard.js';

const query = z.object({ address: z.string({ error: 'expected an e-mail address' }).max(320) });

@ApiTags('admin')
@ApiBearerAuth()
@UseGuards(AdminKeyGuard)
@Controller('api/admin/v1/consents')
export class AdminConsentsController {
  constructor(private readonly readConsents: ReadConsents) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary:
      'What an address agreed to, as proof: wording with version and language, form, time, IP address and browser of each ' +
      'consent, and the confirmation mails. Of an address that was erased, what is left: its hash.',
  })
  @ApiQuery({ name: 'address', type: String })
  read(@Query({ schema: query }) { address }: z.infer<typeof query>) {
    return this.readConsents.run({ address });
  }
}
