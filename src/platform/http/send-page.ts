// Answers with a page for people, in the language they read.
import type { FastifyReply } from 'fastify';
import type { Config } from '../../config/config.js';
import { textsFor } from './asked-language.js';
import { type PageName, type PageViews, renderPage } from './page-views.js';

export function sendPage<Name extends PageName>(
  reply: FastifyReply,
  config: Config,
  name: Name,
  view: PageViews[Name],
  status = 200,
): void {
  const { request } = reply;
  const texts = textsFor(request, config);
  const { publicUrl } = config.http;
  // What answers a POST is not found again at its address, and of addresses that are none nothing is said.
  const path = request.method === 'GET' && name !== 'message' ? { path: request.url } : {};
  const html = renderPage(name, texts, { brandName: config.mail.brandName, publicUrl, ...path, ...view });
  void reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-language', texts.lang)
    .header('vary', 'accept-language, cookie')
    .send(html);
}
