// The configuration as the rest of the house sees it: typed, resolved, in groups. Made once from the environment.
import { readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { lightenedFor } from '../shared/colour.js';
import { MAIL_ACCENT, MAIL_GROUND } from '../shared/mail-colours.js';
import { type Rate, readList, readRates } from './abuse-variables.js';
import { rootCertificates } from 'node:tls';
import { chosenEmbedder, type EmbedderChoice } from './embedder-variables.js';
import { ConfigurationError, type Environment } from './env.js';
import { type LogoFile, readLogo } from './logo-file.js';
import { readProxies } from './proxies-variable.js';

export interface Mailbox {
  name: string;
  address: string;
}

export interface DkimKey {
  domainName: string;
  keySelector: string;
  privateKey: string;
}

export interface SourceUrls {
  huggingFace: string;
  arxivFeed: string;
  arxivOai: string;
  arxivApi: string;
  biorxiv: string;
}

export abstract class Config {
  abstract readonly role: 'all' | 'web' | 'worker';
  abstract readonly production: boolean;
  abstract readonly logFormat: 'text' | 'json';
  abstract readonly dataDir: string;
  /** For visitors who ask for none of ours. */
  abstract readonly defaultLanguage: string;
  abstract readonly http: {
    host: string;
    port: number;
    publicUrl: string;
    trustedProxies: readonly string[];
  };
  abstract readonly databaseUrl: string;
  abstract readonly queue: { redisUrl: string | undefined; prefix: string };
  abstract readonly smtp: {
    /** One server or several, as SMTP_URL gives them. */
    url: string;
    connections: number;
    tls: 'opportunistic' | 'require';
    ca?: string[];
    /** The first day of a sender nobody knows yet, `YYYY-MM-DD`. */
    warmUpFrom?: string;
    dkim: DkimKey | undefined;
  };
  /** Folder of the local mailbox, or undefined when mail really goes out. */
  abstract readonly mailboxDir: string | undefined;
  abstract readonly mail: {
    brandName: string;
    /** How mails look, and what the operator says in them. */
    brand: {
      /** A picture that goes with every mail, and one on the web; the former goes first in mails. */
      logo: LogoFile | undefined;
      logoUrl: string | undefined;
      /** `#rrggbb`; undefined for our own. */
      accent: { light: string; dark: string } | undefined;
      footer: string;
      /** Folder of templates that take the place of ours. */
      templatesDir: string | undefined;
    };
    threads: 'none' | 'month';
    from: Mailbox;
    owner: string;
    postalAddress: string;
    bounceDomain: string | undefined;
    resendUnknown: 'once' | 'never';
  };
  /** How much one visitor may do, and how robots are kept away. */
  abstract readonly abuse: {
    address: readonly Rate[];
    network: readonly Rate[];
    domain: readonly Rate[];
    all: readonly Rate[];
    previews: readonly Rate[];
    fillSeconds: number;
    work: number;
    corsOrigins: readonly string[];
  };
  abstract readonly sources: {
    names: Environment['SOURCES'];
    archives: Environment['ARXIV_ARCHIVES'];
    huggingFaceToken: string | undefined;
    /** Hosts besides those of `urls` as they are by default. */
    moreHosts: readonly string[];
    urls: SourceUrls;
  };
  abstract readonly zoteroUrl: string;
  /** Whether the likes of readers with a like taste help to choose; `auto`: when they were found to. */
  abstract readonly community: Environment['COMMUNITY'];
  abstract readonly embedder: EmbedderChoice | undefined;
  abstract readonly secretKey: string | undefined;
  abstract readonly adminApiKey: string | undefined;
  abstract readonly metricsToken: string | undefined;
}

/** What the stand-ins (embedded PostgreSQL, local mailbox) are to fill in when nothing was configured. */
export interface Resolved {
  databaseUrl: string;
  smtpUrl: string;
  mailboxDir: string | undefined;
  port?: number;
}

export function makeConfig(env: Environment, resolved: Resolved): Config {
  const port = resolved.port ?? env.PORT;
  return {
    role: env.ROLE,
    production: env.NODE_ENV === 'production',
    logFormat: env.LOG_FORMAT,
    dataDir: dataDir(env),
    defaultLanguage: env.DEFAULT_LANGUAGE,
    http: {
      host: env.HOST,
      port,
      publicUrl: (env.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/+$/, ''),
      trustedProxies: readProxies(env.TRUST_PROXY),
    },
    databaseUrl: resolved.databaseUrl,
    queue: { redisUrl: env.REDIS_URL, prefix: env.QUEUE_PREFIX },
    smtp: {
      url: resolved.smtpUrl,
      connections: env.SMTP_CONNECTIONS,
      tls: env.SMTP_TLS,
      ...(env.SMTP_CA_FILE && { ca: [...rootCertificates, readPem('SMTP_CA_FILE', env.SMTP_CA_FILE)] }),
      ...(env.SMTP_WARM_UP_FROM && { warmUpFrom: env.SMTP_WARM_UP_FROM }),
      dkim: readDkimKey(env),
    },
    mailboxDir: resolved.mailboxDir,
    mail: mailOf(env),
    abuse: abuseOf(env),
    sources: sourcesOf(env),
    zoteroUrl: env.ZOTERO_URL.replace(/\/+$/, ''),
    community: env.COMMUNITY,
    embedder: chosenEmbedder(env),
    secretKey: env.SECRET_KEY,
    adminApiKey: env.ADMIN_API_KEY,
    metricsToken: env.METRICS_TOKEN,
  };
}

function mailOf(env: Environment): Config['mail'] {
  return {
    brandName: env.BRAND_NAME,
    brand: {
      logo: env.BRAND_LOGO ? readLogo(env.BRAND_LOGO, env.MAIL_FROM.split('@')[1] ?? 'localhost') : undefined,
      logoUrl: env.BRAND_LOGO_URL,
      accent: accentOf(env),
      footer: env.BRAND_FOOTER ?? '',
      templatesDir: env.TEMPLATES_DIR,
    },
    threads: env.MAIL_THREADS,
    from: { name: env.MAIL_FROM_NAME ?? env.BRAND_NAME, address: env.MAIL_FROM },
    owner: env.MAIL_OWNER ?? env.MAIL_FROM,
    postalAddress: env.MAIL_POSTAL_ADDRESS,
    bounceDomain: env.BOUNCE_DOMAIN,
    resendUnknown: env.RESEND_UNKNOWN,
  };
}

function sourcesOf(env: Environment): Config['sources'] {
  return {
    names: env.SOURCES,
    archives: env.ARXIV_ARCHIVES,
    huggingFaceToken: env.HF_TOKEN,
    moreHosts: env.SOURCE_HOSTS?.split(',') ?? [],
    urls: {
      huggingFace: env.HUGGINGFACE_URL,
      arxivFeed: env.ARXIV_FEED_URL,
      arxivOai: env.ARXIV_OAI_URL,
      arxivApi: env.ARXIV_API_URL,
      biorxiv: env.BIORXIV_URL,
    },
  };
}

function abuseOf(env: Environment): Config['abuse'] {
  return {
    address: readRates(env.SIGN_UP_LIMIT_ADDRESS),
    network: readRates(env.SIGN_UP_LIMIT_NETWORK),
    domain: readRates(env.SIGN_UP_LIMIT_DOMAIN),
    all: readRates(env.SIGN_UP_LIMIT_ALL),
    previews: readRates(env.PREVIEW_LIMIT_NETWORK),
    fillSeconds: env.SIGN_UP_FILL_SECONDS,
    work: env.SIGN_UP_WORK,
    corsOrigins: readList(env.CORS_ORIGINS ?? ''),
  };
}

/** DATA_DIR as an absolute path. */
export function dataDir(env: Environment): string {
  return isAbsolute(env.DATA_DIR) ? env.DATA_DIR : resolve(env.DATA_DIR);
}

function accentOf({ BRAND_COLOR: light, BRAND_COLOR_DARK: dark }: Environment) {
  if (light === undefined && dark === undefined) return undefined;
  return {
    light: light ?? MAIL_ACCENT.light,
    dark: dark ?? (light === undefined ? MAIL_ACCENT.dark : lightenedFor(light, MAIL_GROUND.dark)),
  };
}

function readDkimKey(env: Environment): DkimKey | undefined {
  if (!env.DKIM_DOMAIN || !env.DKIM_SELECTOR || !env.DKIM_KEY_FILE) return undefined;
  const privateKey = readPem('DKIM_KEY_FILE', env.DKIM_KEY_FILE);
  return { domainName: env.DKIM_DOMAIN, keySelector: env.DKIM_SELECTOR, privateKey };
}

function readPem(variable: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError([`${variable}: expected a readable PEM file: ${reason}`]);
  }
}
