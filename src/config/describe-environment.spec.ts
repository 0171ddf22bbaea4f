// The pages about the configuration say what the schema says, and the ones in the repository are up to date.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { configurationPage, envExample } from './describe-environment.js';
import { environment, readEnvironment } from './env.js';

const names = Object.keys(environment.shape);
const inRepository = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

describe('the documentation of the configuration', () => {
  it('is up to date in docs/configuration.md; if not, run `npm run docs`', () => {
    expect(inRepository('docs/configuration.md')).toBe(configurationPage());
  });

  it('is up to date in .env.example; if not, run `npm run docs`', () => {
    expect(inRepository('.env.example')).toBe(envExample());
  });

  it.each(names)('has a sentence for %s', (name) => {
    const description = environment.shape[name as keyof typeof environment.shape].meta()?.description;
    expect(description).toMatch(/^[A-Z].{10,}\.$/s);
    expect(configurationPage()).toContain(`| \`${name}\` | `);
  });

  it('marks what is secret, and nothing else', () => {
    const marked = configurationPage()
      .split('\n')
      .filter((line) => line.includes('Secret: never printed.'))
      .map((line) => line.split('`')[1]);
    expect(marked).toEqual([
      'DATABASE_URL',
      'REDIS_URL',
      'SMTP_URL',
      'HF_TOKEN',
      'EMBEDDER_KEY',
      'SECRET_KEY',
      'ADMIN_API_KEY',
      'METRICS_TOKEN',
    ]);
  });

  it('sets nothing as long as every line of the example is commented out', () => {
    expect(parseEnv(envExample())).toEqual({});
  });

  it('gives examples that work when their # is taken out', () => {
    const settings = parseEnv(envExample().replaceAll(/^#(?=[A-Z_]+=)/gm, ''));
    expect(Object.keys(settings).toSorted()).toEqual(names.toSorted());
    expect(() => readEnvironment(settings)).not.toThrow();
  });
});
