// The API behind forms on other pages.
import { Body, Controller, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { textsFor } from '../platform/http/asked-language.js';
import { jsonSchema } from '../platform/http/json-schema.js';
import { DomainError } from '../shared/domain-error.js';
import { saying } from '../shared/saying.js';
import { ProofOfWork } from './proof-of-work.js';
import { ReceiveSignUp } from './receive-sign-up.js';
import { signUpInput, type SignUpInput } from './sign-up.schema.js';
import { countsOf } from './library/brought-text.js';
import { visitorOf } from './visitor.js';

@ApiTags('subscriptions')
@Controller('api/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly config: Config,
    private readonly work: ProofOfWork,
    private readonly receive: ReceiveSignUp,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Ask for a subscription. The answer is the same whatever is known of the address.',
    description:
      'Scripts of other sites may call it when the operator names their origin in CORS_ORIGINS. Where proof of work is asked for, `altcha` carries it; see `/api/challenge`. `library` takes what a reference manager exports, as far as a body of 64 kB goes; the answer then says how many papers were read.',
  })
  @ApiBody({ schema: jsonSchema(signUpInput) })
  @ApiAcceptedResponse({
    description: 'If this address can be subscribed, a confirmation mail is on its way.',
  })
  @ApiTooManyRequestsResponse({ description: 'Problem details; `Retry-After` says when to try again.' })
  @ApiUnprocessableEntityResponse({ description: 'Problem details; `fields` says what does not fit.' })
  async create(@Body({ schema: signUpInput }) form: SignUpInput, @Req() request: FastifyRequest) {
    const texts = textsFor(request, this.config);
    if (this.work.isAsked && !(await this.work.accepts(form.altcha))) {
      const altcha = saying('web.errors.noProof');
      throw new DomainError('invalid_input', altcha, { altcha });
    }
    const brought = await this.receive.run({
      form,
      via: 'api',
      visitor: visitorOf(request),
      texts,
      isProven: true,
    });
    return {
      status: 'accepted',
      detail: texts.say('web.sign-up.accepted'),
      ...(brought.read > 0 && { library: countsOf(brought) }),
    };
  }
}
