// Which language a visitor gets: the one she chose, just now or since her browser is open; the one we know of her; the one
// her browser asks for; or the operator's own.
import type { FastifyRequest } from 'fastify';
import type { Config } from '../../config/config.js';
import { languages } from '../../language/languages.js';
import type { Texts } from '../../language/texts.js';

/** Keeps what was chosen at the foot of a page while the browser is open. */
const LANGUAGE_COOKIE = 'language';

export type AskingVisitor = Pick<FastifyRequest, 'headers'> & { query?: unknown; body?: unknown };

const known = new WeakMap<object, string>();

/** From here on the visitor is a reader, with a language of hers. */
export function rememberLanguage(request: AskingVisitor, code: string): void {
  known.set(request, code);
}

/** What everything is said in that this request is answered with. */
export function textsFor(request: AskingVisitor, config: Config): Texts {
  const code = chosenLanguage(request) ?? languageBefore(request) ?? config.defaultLanguage;
  return languages().texts(code);
}

/** Without what she chooses with this very request. */
function languageBefore(request: AskingVisitor): string | undefined {
  const all = languages();
  return (
    all.find(cookieOf(request)) ??
    all.find(known.get(request)) ??
    all.negotiate(request.headers['accept-language'])
  );
}

/** What the visitor asks for with this very request, by a link (`?lang=`) or in a form. */
function chosenLanguage({ query, body }: AskingVisitor): string | undefined {
  return languages().find(valueOf(query, 'lang')) ?? languages().find(valueOf(body, 'language'));
}

/** The Set-Cookie header for a choice made just now; undefined when there was none, or it brings nothing new. */
export function languageCookie(request: AskingVisitor): string | undefined {
  const byLink = languages().find(valueOf(request.query, 'lang'));
  const inForm = languages().find(valueOf(request.body, 'language'));
  const code = byLink ?? (inForm === languageBefore(request) ? undefined : inForm);
  return code === undefined ? undefined : `${LANGUAGE_COOKIE}=${code}; Path=/; HttpOnly; SameSite=Lax`;
}

function cookieOf({ headers }: AskingVisitor): string | undefined {
  return /(?:^|; ?)language=([\w-]{1,40})(?:;|$)/.exec(headers.cookie ?? '')?.[1];
}

function valueOf(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null
    ? (record as Record<string, unknown>)[name]
    : undefined;
}
