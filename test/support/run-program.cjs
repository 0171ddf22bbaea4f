// Runs the bundled program with the code that V8 made of it before. The first process that served and ended keeps it.
const { existsSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const filename = join(__dirname, 'program.cjs');
const kept = join(__dirname, 'program.code');

/** @param name of what `program.cjs` exports */
module.exports = function run(name) {
  const cachedData = existsSync(kept) ? readFileSync(kept) : undefined;
  const script = new Script(wrap(readFileSync(filename, 'latin1')), { filename, cachedData });
  const program = { exports: {} };
  script.runInThisContext()(program.exports, createRequire(filename), program, filename, __dirname);
  if (process.env.COURANT_KEEP_CODE) process.once('exit', () => keep(script.createCachedData()));
  program.exports[name]();
};

function keep(code) {
  writeFileSync(`${kept}.new`, code);
  renameSync(`${kept}.new`, kept);
}
