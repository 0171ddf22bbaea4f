// What became of the papers in a sign-up form, for whoever sent it. The numbers travel in the address of the next page: they
// say nothing of who she is.
import { z } from 'zod';
import type { Texts } from '../../language/texts.js';
import type { Brought } from './bring-library.js';

const count = z.coerce.number().int().min(0).max(100_000).catch(0);
const toldInput = z.object({ read: count, known: count, unreadable: count, tooMany: count });

export function countsOf({ read, known, unreadable, tooMany }: Brought): Omit<Brought, 'rows'> {
  return { read, known, unreadable, tooMany };
}

/** @returns where she is led after the form */
export function checkMailUrl(brought: Brought): string {
  if (brought.read === 0) return '/check-mail';
  const counts = Object.entries(countsOf(brought)).filter(([, many]) => many > 0);
  return `/check-mail?${counts.map(([name, many]) => `${name}=${many}`).join('&')}`;
}

/** @returns nothing where there is nothing to tell */
export function broughtText(texts: Texts, query: unknown): string {
  const { read, known, unreadable, tooMany } = toldInput.parse(query ?? {});
  if (read === 0) return '';
  return [
    texts.say('web.check-mail.brought', { read, known }),
    ...(unreadable > 0 ? [texts.say('web.check-mail.unreadable', { count: unreadable })] : []),
    ...(tooMany > 0 ? [texts.say('web.check-mail.tooMany', { count: tooMany })] : []),
  ].join(' ');
}
