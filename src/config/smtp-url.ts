// The mail servers of SMTP_URL: one or more, with a comma or white space between, each with its own share and limits.
//
//   smtp://user:secret@mail.example.org:587?weight=2&connections=4&rate=50/s&tls=require

export interface SmtpServer {
  host: string;
  port: number;
  /** Encrypted from the first byte (smtps). */
  implicitTls: boolean;
  /** `opportunistic`: encrypts when the server offers it. `require`: only encrypted, with a certificate that is right. */
  tls: 'opportunistic' | 'require';
  /** Certificates (PEM) of the authorities that are trusted; those known to Node.js by default. */
  ca?: string[];
  user?: string;
  password?: string;
  /** Its share of the mail beside the other servers. */
  weight: number;
  /** The most connections of a worker to it. */
  connections: number;
  /** Mails a second at most, over all workers. */
  rate?: number;
}

type Defaults = Pick<SmtpServer, 'connections' | 'tls' | 'ca'>;

const EXPECTED =
  'a URL such as smtp://user:secret@mail.example.org:587, or several with commas between, each with ?weight=2&connections=4&rate=50/s&tls=require or parts of it';

/** @throws Error with what was expected, without what was given: it holds a password */
export function readSmtpUrls(text: string, defaults: Defaults): SmtpServer[] {
  // A password may hold a comma.
  const parts = text.trim().split(/[\s,]+(?=smtps?:)/);
  return parts.map((part) => readSmtpUrl(part, defaults));
}

function readSmtpUrl(text: string, defaults: Defaults): SmtpServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const implicitTls = url?.protocol === 'smtps:';
  if (!url || (url.protocol !== 'smtp:' && !implicitTls) || url.hostname === '') throw new Error(EXPECTED);
  const { weight, connections, rate, tls } = readOptions(url);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (implicitTls ? 465 : 25)),
    implicitTls,
    tls: tls ?? defaults.tls,
    ...(defaults.ca !== undefined && { ca: defaults.ca }),
    ...(url.username !== '' && {
      user: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    }),
    weight: weight ?? 1,
    connections: connections ?? defaults.connections,
    ...(rate !== undefined && { rate }),
  };
}

const NUMBERS = { weight: 1_000, connections: 1_000 } as const;
const SECONDS: Record<string, number> = { s: 1, min: 60, h: 3_600, d: 86_400 };

function readOptions(url: URL) {
  const options: { weight?: number; connections?: number; rate?: number; tls?: SmtpServer['tls'] } = {};
  for (const [name, value] of url.searchParams) {
    if (name === 'weight' || name === 'connections') {
      const number = Number(value);
      if (!Number.isInteger(number) || number < 1 || number > NUMBERS[name])
        throw new Error(`${EXPECTED} (${name}: a whole number, 1 to ${NUMBERS[name]})`);
      options[name] = number;
    } else if (name === 'rate') options.rate = readRate(value);
    else if (name === 'tls' && (value === 'opportunistic' || value === 'require')) options.tls = value;
    else throw new Error(`${EXPECTED} (there is no option ${name}=${value})`);
  }
  return options;
}

/** `50/s`, `3000/min`, `10000/h`, `50000/d`. @returns mails a second. @throws Error with what was expected */
export function readRate(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,9}(?:\.\d+)?)\/(s|min|h|d)$/.exec(text) ?? [];
  const rate = Number(count) / (SECONDS[unit] ?? 1);
  if (count === '' || rate <= 0) throw new Error('a rate such as 50/s, 3000/min, 10000/h or 50000/d');
  return rate;
}
