// Every error leaves through here: as problem details (RFC 9457) from the API, as a readable page elsewhere. What nobody
// foresaw is logged in full and told in one sentence.
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../config/config.js';
import { DomainError, type DomainErrorCode, TooManyError } from '../../shared/domain-error.js';
import { saying } from '../../shared/saying.js';
import { textsFor } from './asked-language.js';
import { isDatabaseAway, isOverload, RETRY_AFTER_S } from './overload.js';
import { phrasedView } from './page-language.js';
import { sendPage } from './send-page.js';

const STATUS: Record<DomainErrorCode, number> = {
  invalid_input: 422,
  not_found: 404,
  link_broken: 404,
  link_expired: 410,
  forbidden: 401,
  conflict: 409,
  too_many: 429,
};
const HEADINGS: Record<number, string> = {
  401: saying('web.errors.notAllowed'),
  404: saying('web.errors.nothingHere'),
  410: saying('web.errors.expired'),
  413: saying('web.errors.tooMuch'),
  422: saying('web.errors.doesNotFit'),
  429: saying('web.errors.notSoFast'),
  503: saying('web.errors.tooMuch'),
};

interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  detail: string;
  fields?: Readonly<Record<string, string>>;
}

const BUSY: Problem = {
  type: 'about:blank',
  title: heading(503),
  status: 503,
  detail: saying('web.errors.busy'),
};

@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('HTTP');

  constructor(private readonly config: Config) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const texts = textsFor(request, this.config);
    const said = phrasedView(texts, problemOf(error));
    const problem = { ...said, title: texts.phrase(said.title), detail: texts.phrase(said.detail) };
    if (problem.status >= 500) {
      const path = request.routeOptions?.url ?? 'unknown route';
      this.logger.error(`${request.method} ${path}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    if (problem.status === 503) void reply.header('retry-after', RETRY_AFTER_S);
    if (error instanceof TooManyError) void reply.header('retry-after', error.retryAfterS);
    if (error instanceof DomainError && error.code === 'forbidden' && request.url.startsWith('/p/')) {
      void reply.status(303).header('location', '/sign-in').send();
      return;
    }
    if (request.url.startsWith('/api/') || request.url.startsWith('/health/')) {
      void reply.header('content-language', texts.lang).header('vary', 'accept-language');
      void reply.status(problem.status).type('application/problem+json').send(problem);
    } else {
      const { title: heading, detail: text, status } = problem;
      const { url, saying } = wayOn(status < 500 ? request.url : '/');
      const view = { heading, text, status, wayOn: { url, text: texts.phrase(saying) } };
      sendPage(reply, this.config, 'message', view, status);
    }
  }
}

function problemOf(error: unknown): Problem {
  if (error instanceof DomainError) {
    const status = STATUS[error.code];
    const title = error.code === 'link_broken' ? saying('web.errors.brokenLink') : heading(status);
    const fields = Object.keys(error.fields).length > 0 ? { fields: error.fields } : {};
    return { type: 'about:blank', title, status, detail: error.message, ...fields };
  }
  const status = statusOf(error);
  if (status < 500) {
    const detail = status === 404 ? saying('web.errors.noPage') : (error as Error).message;
    return { type: 'about:blank', title: heading(status), status, detail };
  }
  if (isDatabaseAway(error))
    return { ...BUSY, title: saying('web.errors.away'), detail: saying('web.errors.awayText') };
  if (isOverload(error)) return BUSY;
  const detail = saying('web.errors.ourFaultText');
  return { type: 'about:blank', title: saying('web.errors.ourFault'), status, detail };
}

/** Nest's own errors and Fastify's (a body that is too large, JSON that is none) carry their status. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/** Where who came by an old link gets a new one, or what she was after. */
function wayOn(path: string): { url: string; saying: string } {
  if (path.startsWith('/confirm/')) return { url: '/', saying: saying('web.message.signUp') };
  if (/^\/(?:sign-in|new-address|p)\//.test(path))
    return { url: '/sign-in', saying: saying('web.message.signIn') };
  return { url: '/', saying: saying('web.message.front') };
}

function heading(status: number): string {
  return HEADINGS[status] ?? saying('web.errors.didNotWork');
}
