// Sets up the HTTP side of a Nest application: what it reads, which headers it sends, where its assets and its API
// documentation are.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import helmet from '@fastify/helmet';
import { StandardSchemaValidationPipe } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { Config } from '../../config/config.js';
import { languageCookie, textsFor } from './asked-language.js';
import { shareAssets, shareWith, varyByOrigin } from './cors.js';
import { ErrorFilter } from './error.filter.js';
import { hangUpOnStop } from './hang-up.js';
import { refuseOverload } from './overload.js';
import { invalidInput } from './parse-input.js';
import { isFromElsewhere } from './same-origin.js';
import { readUploads } from './upload.js';

const MOST_BODY_BYTES = 64 * 1_024;
const ASSETS = fileURLToPath(new URL('../../../dist/assets/', import.meta.url));

const UI_LICENCE = createRequire(import.meta.resolve('@nestjs/swagger')).resolve('swagger-ui-dist/LICENSE');

export function httpAdapter(config: Config): FastifyAdapter {
  return new FastifyAdapter({
    trustProxy: config.http.trustedProxies.length > 0 && [...config.http.trustedProxies],
    bodyLimit: MOST_BODY_BYTES,
    // Stopping ends kept-alive connections instead of waiting for them.
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 300 },
  });
}

export async function configureHttp(app: NestFastifyApplication): Promise<void> {
  const config = app.get(Config);
  // Browsers heed these two on safe origins only, and complain elsewhere that they cannot.
  const isSafe = config.http.publicUrl.startsWith('https:');
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
      },
    },
    // TLS ends at the operator's proxy, which sets this one.
    strictTransportSecurity: false,
    originAgentCluster: isSafe,
    crossOriginOpenerPolicy: isSafe,
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.useStaticAssets({ root: ASSETS, prefix: '/assets/', maxAge: '1h' });
  hangUpOnStop(app.getHttpAdapter().getInstance());
  refuseOverload(app.getHttpAdapter().getInstance(), (request) =>
    textsFor(request, config).say('web.errors.busy'),
  );
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (shareWith(config.abuse.corsOrigins, request, reply)) return reply;
      shareAssets(request, reply);
      if (!isFromElsewhere(config.http.publicUrl, request)) return;
      const text = textsFor(request, config).say('web.errors.fromElsewhere');
      await reply.status(403).type('text/plain; charset=utf-8').send(text);
    })
    .addHook('preHandler', async (request, reply) => {
      const cookie = request.url.startsWith('/api/') ? undefined : languageCookie(request);
      if (cookie !== undefined) void reply.header('set-cookie', cookie);
    });
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onSend', async (request, reply) => varyByOrigin(request, reply));
  readUploads(app.getHttpAdapter().getInstance());
  app.useGlobalPipes(new StandardSchemaValidationPipe({ exceptionFactory: invalidInput }));
  app.useGlobalFilters(new ErrorFilter(config));
  documentApi(app, config);
}

function documentApi(app: NestFastifyApplication, config: Config): void {
  const document = new DocumentBuilder()
    .setTitle(`${config.mail.brandName} API`)
    .setDescription('Subscriptions for everybody; subscribers, papers and runs for operators with a key.')
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'A key from `courant admin create-key`.' })
    .build();
  SwaggerModule.setup('/api/docs', app, () => SwaggerModule.createDocument(app, document), {
    jsonDocumentUrl: '/api/docs/openapi.json',
  });
  // The documentation's own page comes with inline styles and scripts; no other page may have them.
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      // Nest hides the licence of what it serves here, which asks to be passed on.
      if (request.url !== '/api/docs/LICENSE') return;
      await reply.type('text/plain; charset=utf-8').send(await readFile(UI_LICENCE, 'utf8'));
    })
    .addHook('onSend', async (request, reply) => {
      if (!request.url.startsWith('/api/docs')) return;
      reply.header(
        'content-security-policy',
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:",
      );
    });
}
