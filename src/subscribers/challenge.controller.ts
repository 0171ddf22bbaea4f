// The sum for scripts of the sign-up form, here and on other sites.
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ProofOfWork } from './proof-of-work.js';

@ApiTags('subscriptions')
@Controller('api/challenge')
export class ChallengeController {
  constructor(private readonly work: ProofOfWork) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'A proof-of-work challenge (ALTCHA) for one sign-up.' })
  @ApiOkResponse({
    description:
      '`required` says whether a sign-up needs one. The solution goes into `altcha`: base64 of the JSON `{ challenge, solution: { counter, derivedKey } }`.',
  })
  async show() {
    return {
      required: this.work.isAsked,
      ...(this.work.isAsked && { challenge: await this.work.challenge() }),
    };
  }
}
