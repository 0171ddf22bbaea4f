// Chromium for tests that need a real browser: Debian's, or the one CHROMIUM names. Without it those tests are skipped.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const hasBrowser = existsSync(executablePath);
/** `it` where there is a browser; elsewhere the test counts as skipped. */
export const withBrowser = hasBrowser ? it : it.skip;

/** @returns undefined where there is none */
export async function openBrowser(): Promise<Browser | undefined> {
  return hasBrowser
    ? chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    : undefined;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Has `axe` in this page, whose own policy it need not ask. */
export async function bringAxe(page: Page): Promise<void> {
  if (await page.evaluate<boolean>(`typeof axe === 'undefined'`)) await page.evaluate(axe);
}

/** What axe finds on this page, of any impact, a line each. */
export async function accessibilityFaults(page: Page, without: readonly string[] = []): Promise<string[]> {
  await bringAxe(page);
  const rules = JSON.stringify(Object.fromEntries(without.map((rule) => [rule, { enabled: false }])));
  // Runs inside the page, hence as text.
  return page.evaluate<
    string[]
  >(`axe.run({ iframes: false, resultTypes: ['violations'], preload: false, rules: ${rules} }).then((result) => result.violations
    .map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`);
}
