// The variables that say how much one visitor may do, and how robots are kept away.
import { z } from 'zod';

export interface Rate {
  most: number;
  withinS: number;
}

const WINDOWS: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400 };

const rates = z.string().refine((text) => readRates(text).every(({ most }) => most > 0), {
  error: 'rates such as 20/hour or 20/hour,60/day, or none',
});

/** @returns the rates of `20/hour,60/day`; `most` is 0 in what is none */
export function readRates(text: string): Rate[] {
  if (text === 'none') return [];
  return text.split(',').map((part) => {
    const [, most = '0', window = ''] = /^([1-9]\d{0,8})\/(minute|hour|day)$/.exec(part.trim()) ?? [];
    return { most: Number(most), withinS: WINDOWS[window] ?? 0 };
  });
}

/** Origins with commas between: `https://lab.example.org`. */
const origins = z.string().refine((text) => readList(text).every(isOrigin), {
  error: 'origins such as https://lab.example.org, with commas between and no slash at the end',
});

export function readList(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

export const abuseVariables = {
  SIGN_UP_LIMIT_ADDRESS: rates.default('1/hour,3/day').meta({
    description:
      'Confirmation mails to one address. All limits: how many within a time that begins with the first, for all processes together; `none` for no limit.',
  }),
  SIGN_UP_LIMIT_NETWORK: rates.default('20/hour,60/day').meta({
    description:
      'Sign-ups (and, counted for themselves, requests for a sign-in link) from one network: an IPv4 /24 or an IPv6 /64.',
  }),
  SIGN_UP_LIMIT_DOMAIN: rates.default('300/hour').meta({
    description: 'Sign-ups with addresses of one mail domain.',
  }),
  SIGN_UP_LIMIT_ALL: rates.default('1000/hour').meta({
    description: 'Sign-ups from everywhere: the breaker that keeps a flood from leaving as mail.',
  }),
  SIGN_UP_FILL_SECONDS: z.coerce
    .number({ error: 'seconds, 0 to 60' })
    .min(0, { error: 'seconds, 0 to 60' })
    .max(60, { error: 'seconds, 0 to 60' })
    .default(3)
    .meta({
      description:
        'Who sends the form sooner after opening it is asked to press the button once more; so is who never opened it. 0 for never.',
    }),
  SIGN_UP_WORK: z.coerce
    .number({ error: 'a whole number, 0 to 100000' })
    .int({ error: 'a whole number, 0 to 100000' })
    .min(0, { error: 'a whole number, 0 to 100000' })
    .max(100_000, { error: 'a whole number, 0 to 100000' })
    .default(0)
    .meta({
      description:
        'Proof of work (ALTCHA) for a sign-up: how many key derivations it takes at most, half of them at least. 600 are about a second for a browser; 0 asks for none. Who has no scripts is asked for patience instead.',
    }),
  PREVIEW_LIMIT_NETWORK: rates.default('20/minute,300/hour').meta({
    description: 'Previews of a week of digests asked for from one network.',
  }),
  CORS_ORIGINS: origins.optional().meta({
    description:
      'Sites whose scripts may call POST /api/subscriptions, as origins with commas between. A plain form needs none of this.',
    example: 'https://lab.example.org,https://library.example.org',
  }),
} as const;
