// Every variable Courant reads, with a sentence each: this is where docs/configuration.md and .env.example come from,
// and the only file that looks at process.env.
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { parseEmailAddress } from '../shared/email-address.js';
import { abuseVariables } from './abuse-variables.js';
import { brandVariables } from './brand-variables.js';
import { embedderFaults, embedderVariables } from './embedder-variables.js';
import { proxies } from './proxies-variable.js';
import { smtpVariables } from './smtp-variables.js';
import { sourceVariables } from './source-variables.js';
import { url } from './url-variable.js';

const port = z.coerce.number({ error: 'a port, 1 to 65535' }).int().min(1).max(65_535);
const mailAddress = z
  .string()
  .refine((text) => parseEmailAddress(text) !== undefined || text.endsWith('@localhost'), {
    error: 'an e-mail address such as digest@news.example.org',
  });
const mailDomain = z
  .string()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i, { error: 'a domain such as news.example.org' });
export const environment = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development').meta({
    description:
      'In `production` nothing stands in for what is not configured: DATABASE_URL and SMTP_URL must be given, and there is no local mailbox.',
  }),
  ROLE: z.enum(['all', 'web', 'worker']).default('all').meta({
    description:
      'What this process does: pages and API (`web`), jobs and mail (`worker`), or both. Any number of each may run.',
  }),
  HOST: z.string().default('127.0.0.1').meta({
    description: 'Address to listen on. `0.0.0.0` opens the service to the network.',
  }),
  PORT: port.default(3000).meta({ description: 'Port of pages and API.' }),
  PUBLIC_URL: url('http:', 'https:').optional().meta({
    description:
      'Where readers reach the service; every link in every mail starts with it. Default: `http://localhost:PORT`.',
    example: 'https://news.example.org',
  }),
  TRUST_PROXY: proxies.default('false').meta({
    description:
      "Reverse proxies whose X-Forwarded-For is believed when it tells a visitor's address: addresses and networks with commas between, or `true` for any on this machine and in private networks. What others send in it counts for nothing.",
    example: '10.0.0.5,192.0.2.0/24',
  }),
  LOG_FORMAT: z
    .enum(['text', 'json'])
    .default('text')
    .meta({ description: 'How log lines look: for people or for machines.' }),
  DATA_DIR: z.string().default('.courant').meta({
    description: 'Folder of what Courant keeps itself: the embedded PostgreSQL and the local mailbox.',
  }),
  DATABASE_URL: url('postgresql:', 'postgres:').optional().meta({
    description: 'PostgreSQL 14 or newer. Without it an embedded PostgreSQL runs from DATA_DIR.',
    example: 'postgresql://courant:secret@db.example.org:5432/courant',
    secret: true,
  }),
  REDIS_URL: url('redis:', 'rediss:').optional().meta({
    description: 'Redis for the job queue, the way to scale out. Without it the queue lives in PostgreSQL.',
    example: 'redis://redis.example.org:6379',
    secret: true,
  }),
  QUEUE_PREFIX: z
    .string()
    .regex(/^[a-z0-9_]{1,40}$/, { error: 'up to 40 of the characters a-z, 0-9 and _' })
    .default('courant')
    .meta({ description: 'Name under which the queue keeps its keys (Redis) or its schema (PostgreSQL).' }),
  ...smtpVariables,
  ...sourceVariables,
  ...embedderVariables,
  ...abuseVariables,
  ...brandVariables,
  DEFAULT_LANGUAGE: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'a language tag such as de' })
    .default('en')
    .meta({
      description:
        'Language for whoever asks for none there is a file of in templates/messages. See docs/languages.md.',
    }),
  MAIL_FROM: mailAddress.default('digest@localhost').meta({
    description: 'Address the mails come from; its domain should be the one that signs them.',
    example: 'digest@news.example.org',
  }),
  MAIL_FROM_NAME: z.string().max(60, { error: 'at most 60 characters' }).optional().meta({
    description: 'Name the mails come from. Default: BRAND_NAME.',
  }),
  MAIL_OWNER: mailAddress.optional().meta({
    description: 'Address of a person: List-Owner, List-Help and replies go there. Default: MAIL_FROM.',
    example: 'library@example.org',
  }),
  MAIL_POSTAL_ADDRESS: z.string().default('(set MAIL_POSTAL_ADDRESS: the law asks for one)').meta({
    description: 'Postal address of the operator, at the foot of every mail.',
    example: 'Example Library, 1 Main Street, 12345 Town',
  }),
  BOUNCE_DOMAIN: mailDomain.optional().meta({
    description:
      'Domain for return paths of the form b+ID.MAC@DOMAIN, so that a bounce names the mail it is about. Default: bounces go to MAIL_FROM.',
    example: 'bounce.example.org',
  }),
  DKIM_DOMAIN: mailDomain
    .optional()
    .meta({ description: 'Domain that signs the mail.', example: 'news.example.org' }),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9._-]+$/i, { error: 'a DNS label such as courant2026' })
    .optional()
    .meta({
      description: 'DKIM selector: the public key is at SELECTOR._domainkey.DOMAIN.',
      example: 'courant2026',
    }),
  DKIM_KEY_FILE: z.string().optional().meta({
    description:
      'Path of the private key (RSA, PEM). With domain, selector and key every mail is signed; a key that does not sign stops the start.',
    example: '/run/secrets/dkim.pem',
  }),
  COMMUNITY: z.enum(['auto', 'on', 'off']).default('auto').meta({
    description:
      'Whether likes of readers with a like taste help to choose. `auto`: every night a comparison on held-out likes decides; it takes some hundred likes.',
  }),
  RESEND_UNKNOWN: z.enum(['once', 'never']).default('once').meta({
    description:
      'What to do when nobody can know whether the server took a mail: send it once more with the same Message-ID, or never.',
  }),
  SECRET_KEY: z.string().min(32, { error: 'at least 32 characters' }).optional().meta({
    description:
      'Signs unsubscribe links. Without it a random one is made once and kept in the database. Changing it breaks the links in mails already sent.',
    secret: true,
  }),
  ADMIN_API_KEY: z.string().min(24, { error: 'at least 24 characters' }).optional().meta({
    description: 'A key to the admin API, besides those made with `courant admin create-key`.',
    secret: true,
  }),
  FAILPOINT: z
    .string()
    .regex(/^[a-z-]+:[a-z-]+(@\d{1,6})?$/, {
      error: 'a name of src/shared/failpoint.ts and a count, such as send:marked@3',
    })
    .optional()
    .meta({ description: 'For tests: where this process is to die. Refused in production.' }),
  METRICS_TOKEN: z.string().min(24, { error: 'at least 24 characters' }).optional().meta({
    description: 'Opens `/metrics` and nothing else; a key to the admin API opens it too.',
    secret: true,
  }),
});

export type Environment = z.infer<typeof environment>;
export type VariableName = keyof Environment;

/** Wrong or missing variables, all of them. Exit code 78 (EX_CONFIG). */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(readonly faults: readonly string[]) {
    super(`The configuration is not usable:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

/** Adds what a file `.env` in the working directory says to what the environment does not. */
export function loadDotEnv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/**
 * @param given the process environment; an empty value counts as none
 * @throws ConfigurationError naming every variable that is wrong, what was given and what is expected
 */
export function readEnvironment(given: Record<string, string | undefined> = process.env): Environment {
  const filled = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environment.safeParse(filled);
  const faults = (parsed.error?.issues ?? []).map((issue) => {
    const name = String(issue.path[0]) as VariableName;
    return `${name}: expected ${expectation(name, issue)}, was given ${shown(name, filled[name])}`;
  });
  faults.push(...faultsBetween(filled), ...embedderFaults(filled));
  // One value may fail more than one check of the same words.
  if (!parsed.success || faults.length > 0) throw new ConfigurationError([...new Set(faults)]);
  return parsed.data;
}

function expectation(name: VariableName, issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `one of ${issue.values.join(', ')}`;
  if (name === 'PORT') return 'a port, 1 to 65535';
  return issue.message;
}

function shown(name: VariableName, value: string | undefined): string {
  const secret = environment.shape[name].meta()?.['secret'] === true;
  return secret ? `a value of ${value?.length ?? 0} characters (not shown)` : JSON.stringify(value);
}

/** Rules that concern more than one variable; asked of what was given, so that all faults are told at once. */
function faultsBetween(given: { [Name in VariableName]?: string }): string[] {
  const faults: string[] = [];
  const dkim = [given.DKIM_DOMAIN, given.DKIM_SELECTOR, given.DKIM_KEY_FILE];
  if (dkim.some(Boolean) && !dkim.every(Boolean)) {
    faults.push('DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE: expected all three or none of them');
  }
  if (/arxiv/i.test(given.BRAND_NAME ?? '')) {
    faults.push(
      `BRAND_NAME: expected a name without "arXiv" (arXiv asks for that), was given "${given.BRAND_NAME}"`,
    );
  }
  if (given.NODE_ENV === 'production') {
    if (given.FAILPOINT) faults.push('FAILPOINT: expected none in production; it is for tests');
    if (!given.DATABASE_URL)
      faults.push('DATABASE_URL: expected a PostgreSQL URL in production, was given none');
    if (!given.SMTP_URL) faults.push('SMTP_URL: expected a mail server in production, was given none');
    if (!given.MAIL_FROM || given.MAIL_FROM.endsWith('@localhost'))
      faults.push(`MAIL_FROM: expected a real address in production, was given ${given.MAIL_FROM ?? 'none'}`);
    if (!given.MAIL_POSTAL_ADDRESS)
      faults.push(
        'MAIL_POSTAL_ADDRESS: expected the postal address of the operator in production, was given none',
      );
    if (!given.PUBLIC_URL)
      faults.push('PUBLIC_URL: expected the address readers reach in production, was given none');
  }
  return faults;
}
