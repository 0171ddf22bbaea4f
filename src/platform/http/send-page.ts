// Answers with a page for people.
import type { FastifyReply } from 'fastify';
import type { Config } from '../../config/config.js';
import { type PageName, type PageViews, renderPage } from './page-views.js';

export function sendPage<Name extends PageName>(
  reply: FastifyReply,
  config: Config,
  name: Name,
  view: PageViews[Name],
  status = 200,
): void {
  const frame = { brandName: config.mail.brandName, publicUrl: config.http.publicUrl };
  const html = renderPage(name, { ...frame, ...view });
  void reply.status(status).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
}
