// The API behind forms on other pages.
import { setTimeout as wait } from 'node:timers/promises';
import { Body, Controller, HttpCode, HttpStatus, Post, Req } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBody,
  ApiOperation,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { textsFor } from '../platform/http/asked-language.js';
import { jsonSchema } from '../platform/http/json-schema.js';
import { SignUp } from './sign-up.js';
import { EVEN_ANSWER_MS } from './sign-up.controller.js';
import { signUpInput, type SignUpInput } from './sign-up.schema.js';
import { visitorOf } from './visitor.js';

@ApiTags('subscriptions')
@Controller('api/subscriptions')
export class SubscriptionsController {
  constructor(
    private readonly config: Config,
    private readonly signUp: SignUp,
  ) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @ApiOperation({
    summary: 'Ask for a subscription. The answer is the same whatever is known of the address.',
  })
  @ApiBody({ schema: jsonSchema(signUpInput) })
  @ApiAcceptedResponse({
    description: 'If this address can be subscribed, a confirmation mail is on its way.',
  })
  @ApiUnprocessableEntityResponse({ description: 'Problem details; `fields` says what does not fit.' })
  async create(@Body({ schema: signUpInput }) form: SignUpInput, @Req() request: FastifyRequest) {
    const texts = textsFor(request, this.config);
    await Promise.all([
      this.signUp.run({ form, via: 'api', visitor: visitorOf(request), texts }),
      wait(EVEN_ANSWER_MS),
    ]);
    return {
      status: 'accepted',
      detail: texts.say('web.sign-up.accepted'),
    };
  }
}
