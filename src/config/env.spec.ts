// Wrong configuration is told all at once, with what was given and what is expected, and without telling secrets.
import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, environment, readEnvironment } from './env.js';

function faultsOf(given: Record<string, string>): string[] {
  try {
    readEnvironment(given);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return [...error.faults];
    throw error;
  }
}

const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://courant@db.example.org/courant',
  SMTP_URL: 'smtp://mail.example.org:587',
  MAIL_FROM: 'digest@news.example.org',
  PUBLIC_URL: 'https://news.example.org',
  MAIL_POSTAL_ADDRESS: 'Example Library, 1 Main Street, 12345 Town',
};

describe('readEnvironment', () => {
  it('needs nothing to start', () => {
    expect(readEnvironment({})).toMatchObject({ ROLE: 'all', PORT: 3000, MAIL_FROM: 'digest@localhost' });
  });

  it('takes an empty value for none', () => {
    const empty = Object.fromEntries(Object.keys(environment.shape).map((name) => [name, '']));
    expect(readEnvironment(empty)).toEqual(readEnvironment({}));
  });

  it('pays no heed to what it does not know', () => {
    expect(readEnvironment({ HOME: '/root', PORT_OF_CALL: 'Genoa' })).toEqual(readEnvironment({}));
  });

  it('lists every fault at once, those between variables too', () => {
    const faults = faultsOf({
      NODE_ENV: 'production',
      PORT: 'abc',
      ROLE: 'boss',
      MAIL_FROM: 'nobody',
      SMTP_CONNECTIONS: '0.5',
      DKIM_DOMAIN: 'news.example.org',
      BRAND_NAME: 'My arXiv digest',
    });
    expect(faults.map((fault) => fault.split(':')[0]).toSorted()).toEqual([
      'BRAND_NAME',
      'DATABASE_URL',
      'DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE',
      'MAIL_FROM',
      'MAIL_POSTAL_ADDRESS',
      'PORT',
      'PUBLIC_URL',
      'ROLE',
      'SMTP_CONNECTIONS',
      'SMTP_URL',
    ]);
  });

  it.each([
    ['PORT', 'abc', 'a port, 1 to 65535'],
    ['PORT', '0', 'a port, 1 to 65535'],
    ['PORT', '65536', 'a port, 1 to 65535'],
    ['PORT', '80.5', 'a port, 1 to 65535'],
    ['ROLE', 'boss', 'one of all, web, worker'],
    ['LOG_FORMAT', 'xml', 'one of text, json'],
    ['TRUST_PROXY', 'yes', 'true, false, or addresses and networks with commas between'],
    ['TRUST_PROXY', '10.0.0.0/33', 'true, false, or addresses and networks with commas between'],
    ['SIGN_UP_LIMIT_NETWORK', '20 an hour', 'rates such as 20/hour or 20/hour,60/day, or none'],
    ['SIGN_UP_LIMIT_ALL', '0/hour', 'rates such as 20/hour or 20/hour,60/day, or none'],
    [
      'CORS_ORIGINS',
      'https://lab.example.org/form',
      'origins such as https://lab.example.org, with commas between and no slash at the end',
    ],
    ['PUBLIC_URL', 'news.example.org', 'a URL that starts with http:// or https://'],
    ['PUBLIC_URL', 'ftp://news.example.org', 'a URL that starts with http:// or https://'],
    ['SMTP_CONNECTIONS', '-1.5', 'a whole number, 1 to 1000'],
    ['SMTP_CONNECTIONS', 'many', 'a whole number, 1 to 1000'],
    ['QUEUE_PREFIX', 'Two Words', 'up to 40 of the characters a-z, 0-9 and _'],
    ['BRAND_NAME', 'x'.repeat(61), 'at most 60 characters'],
    ['MAIL_FROM', 'Ada <ada@example.org>', 'an e-mail address such as digest@news.example.org'],
    ['BOUNCE_DOMAIN', 'https://example.org', 'a domain such as news.example.org'],
    ['DKIM_SELECTOR', 'a b', 'a DNS label such as courant2026'],
    ['RESEND_UNKNOWN', 'twice', 'one of once, never'],
  ])('says of %s=%s what was given and what is expected, once', (name, value, expected) => {
    const faults = faultsOf({ [name]: value }).filter((fault) => fault.startsWith(`${name}:`));
    expect(faults).toEqual([`${name}: expected ${expected}, was given ${JSON.stringify(value)}`]);
  });

  it('never shows a secret', () => {
    const secrets = Object.entries(environment.shape)
      .filter(([, schema]) => schema.meta()?.['secret'] === true)
      .map(([name]) => name);
    expect(secrets.toSorted()).toEqual(
      [
        'ADMIN_API_KEY',
        'DATABASE_URL',
        'EMBEDDER_KEY',
        'HF_TOKEN',
        'METRICS_TOKEN',
        'REDIS_URL',
        'SECRET_KEY',
        'SMTP_URL',
      ].toSorted(),
    );
    for (const name of secrets) {
      const [fault, ...others] = faultsOf({ [name]: 'hunter2' });
      expect(others).toEqual([]);
      expect(fault).toMatch(
        new RegExp(`^${name}: expected .+, was given a value of 7 characters \\(not shown\\)$`),
      );
    }
  });

  it('starts in production with what production needs', () => {
    expect(faultsOf(production)).toEqual([]);
  });

  it.each(['DATABASE_URL', 'SMTP_URL', 'MAIL_FROM', 'MAIL_POSTAL_ADDRESS', 'PUBLIC_URL'])(
    'lets nothing stand in for %s in production',
    (name) => {
      const [fault, ...others] = faultsOf({ ...production, [name]: '' });
      expect(fault).toMatch(new RegExp(`^${name}: expected .+ in production, was given none$`));
      expect(others).toEqual([]);
    },
  );

  it('sends from no address at localhost in production', () => {
    expect(faultsOf({ ...production, MAIL_FROM: 'digest@localhost' })).toEqual([
      'MAIL_FROM: expected a real address in production, was given digest@localhost',
    ]);
  });

  it('takes the parts of a DKIM key together only', () => {
    const whole = { DKIM_DOMAIN: 'example.org', DKIM_SELECTOR: 'a', DKIM_KEY_FILE: 'dkim.pem' };
    expect(faultsOf(whole)).toEqual([]);
    for (const name of Object.keys(whole)) expect(faultsOf({ ...whole, [name]: '' })).toHaveLength(1);
  });

  it('prints one line a fault under a heading', () => {
    const error = new ConfigurationError(['PORT: expected this', 'ROLE: expected that']);
    expect(error.message).toBe(
      'The configuration is not usable:\n  - PORT: expected this\n  - ROLE: expected that',
    );
  });
});
