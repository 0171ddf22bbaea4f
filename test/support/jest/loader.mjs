// TypeScript for Node's own loader: swc compiles each file as it is asked for, with the decorator metadata Nest needs.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

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
  const { code } = await transform(await readFile(filename, 'utf8'), { ...OPTIONS, filename });
  return { format: 'module', source: code, shortCircuit: true };
}
