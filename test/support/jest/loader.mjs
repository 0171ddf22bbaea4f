// TypeScript for Node's own loader: swc compiles each file as it is asked for, with the decorator metadata Nest needs. What
// it made is kept in .courant/test-code, for the other workers and the next run: it is half of the time of loading.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform, version } from '@swc/core';

const OPTIONS = {
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  swcrc: false,
};
const GLOBALS = new URL('./globals.mjs', import.meta.url).href;
const TESTS = new URL('../../', import.meta.url).href;
const KEPT = new URL('../../../.courant/test-code/', import.meta.url);
mkdirSync(KEPT, { recursive: true });

/** What belongs to the tests is new for each test file, by the query that the runtime gives that; the rest is shared. */
export async function resolve(specifier, context, next) {
  if (specifier === '@jest/globals')
    return { url: GLOBALS + new URL(context.parentURL).search, format: 'module', shortCircuit: true };
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && !context.parentURL.includes('/node_modules/')) {
    const url = new URL(specifier.replace(/js$/, 'ts'), context.parentURL);
    if (existsSync(url)) {
      if (url.href.startsWith(TESTS)) url.search = new URL(context.parentURL).search;
      return { url: url.href, format: 'module', shortCircuit: true };
    }
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  const [file] = url.split('?');
  if (!file.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(file);
  return { format: 'module', source: await compile(filename), shortCircuit: true };
}

async function compile(filename) {
  const source = await readFile(filename, 'utf8');
  const madeOf = createHash('sha256').update(JSON.stringify([version, OPTIONS, filename, source]));
  const kept = new URL(`${madeOf.digest('hex')}.js`, KEPT);
  const known = await readFile(kept, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const { code } = await transform(source, { ...OPTIONS, filename });
  // Another worker may be reading it at this moment.
  const unfinished = new URL(`${kept.href}.${process.pid}`);
  await writeFile(unfinished, code);
  await rename(unfinished, kept);
  return code;
}
