// What the operator is told when mail servers refuse us and not the reader.
import { alertMail } from './alert.mail.js';
import type { Addressed, MailContent } from './mail-content.js';

export interface SendingPaused {
  /** What the server said. */
  reply: string;
  /** `mail.example.org:587`; null when nobody knows. */
  server: string | null;
  /** Mails that wait. */
  waiting: number;
}

export function sendingPausedMail(input: Addressed & SendingPaused & { noticedAt: Date }): MailContent {
  const { brand, texts, reply, server, waiting, noticedAt } = input;
  const say = (what: string, values = {}) => texts.say(`mail.alert.paused.${what}`, values);
  return alertMail({
    brand,
    texts,
    title: say('title'),
    facts: [say('said', { server: server ?? brand.name, reply }), say('meaning', { waiting }), say('probes')],
    steps: [say('check'), say('resume')],
    noticedAtText: noticedAt.toISOString().slice(0, 16).replace('T', ' '),
    url: `${brand.publicUrl}/health/ready`,
  });
}
