// The variables that say where mail goes out, and how fast.
import { z } from 'zod';
import { readSmtpUrls } from './smtp-url.js';

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number({ error: `a whole number, ${least} to ${most}` })
    .int({ error: `a whole number, ${least} to ${most}` })
    .min(least, { error: `a whole number, ${least} to ${most}` })
    .max(most, { error: `a whole number, ${least} to ${most}` });

/** Why a text cannot be read, in words; undefined when it can. */
function faultOf(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const readable = (read: (text: string) => unknown) =>
  z.string().check((context) => {
    const message = faultOf(() => read(context.value));
    if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
  });

export const smtpVariables = {
  SMTP_URL: readable((text) => readSmtpUrls(text, { connections: 1, tls: 'opportunistic' }))
    .optional()
    .meta({
      description:
        'Mail server to hand mail to, or several with commas between. Each may carry `?weight=2&connections=4&rate=50/s&tls=require`: its share beside the others, connections of a worker, mails over all workers, encryption. Without it a local mailbox takes all mail and shows it at /mailbox.',
      example: 'smtp://user:secret@mail.example.org:587',
      secret: true,
    }),
  SMTP_CONNECTIONS: wholeNumber(1, 1_000).default(20).meta({
    description:
      'How many connections a worker holds to a mail server at most. A mail server next door takes 20 with ease; one that is shared with others may want fewer.',
  }),
  SMTP_TLS: z.enum(['opportunistic', 'require']).default('opportunistic').meta({
    description:
      'How mail travels to the server. `opportunistic`: encrypts when the server offers it, with any certificate. `require`: hands nothing over unless the connection is encrypted and the certificate is right. A password is only ever sent over a connection whose certificate is right, or to this machine.',
  }),
  SMTP_CA_FILE: z.string().optional().meta({
    description: 'Path of certificates (PEM) of authorities that are trusted besides those known to Node.js.',
    example: '/etc/ssl/private-ca.pem',
  }),
  SMTP_WARM_UP_FROM: z.iso.date({ error: 'a date such as 2026-11-21' }).optional().meta({
    description:
      'First day (UTC) of a sender that nobody knows yet. On it 50 mails go out at most, and half as many more on each day that follows, until there is no cap from the 25th day on; see docs/operations.md. Default: no cap.',
    example: '2026-11-21',
  }),
};
