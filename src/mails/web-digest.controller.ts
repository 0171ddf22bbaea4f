// "Read in the browser".
import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { WebDigest } from './web-digest.js';

/** A mail brings its styles along, and the operator's logo; nothing else may load, and nothing run. */
const POLICY =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src https: data:";

@ApiExcludeController()
@Controller('d/:token')
export class WebDigestController {
  constructor(private readonly webDigest: WebDigest) {}

  @Get()
  async show(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const html = await this.webDigest.run({ token });
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', POLICY)
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex')
      .header('cache-control', 'no-store')
      .send(html);
  }
}
