// Builds what is read at run time from templates/: MJML becomes dist/templates/mail/<name>.html.hbs, the text
// mails and the web pages are copied, and the web assets go to dist/assets. Run it again whenever you like:
// the slow part (MJML) is skipped while its results are newer than everything they were made from.
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Another project root may be given as the only argument; the tests do.
const root = resolve(process.argv[2] ?? fileURLToPath(new URL('../', import.meta.url)));
const sourceOf = { mail: join(root, 'templates/mail'), web: join(root, 'templates/web') };
const target = { mail: join(root, 'dist/templates/mail'), web: join(root, 'dist/templates/web') };
const assets = { from: join(sourceOf.web, 'assets'), to: join(root, 'dist/assets') };

/** Every file below a folder, as absolute paths; none when the folder is not there. */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** Written beside and renamed, so that a process starting meanwhile never reads half a template. */
async function writeWhole(file, content) {
  const old = await readFile(file).catch(() => undefined);
  if (old?.equals(Buffer.from(content))) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.${process.pid}.new`, content);
  await rename(`${file}.${process.pid}.new`, file);
}

async function removeAllBut(folder, wanted) {
  const strangers = (await filesBelow(folder)).filter((file) => !wanted.has(file) && !file.endsWith('.new'));
  await Promise.all(strangers.map((file) => rm(file)));
}

async function copyAll(pairs) {
  await Promise.all(pairs.map(async ([from, to]) => writeWhole(to, await readFile(from))));
}

/** True while every result exists and none is older than the newest source (or than this script). */
async function upToDate(sources, results) {
  const modified = async (file) => (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
  const newest = Math.max(...(await Promise.all([...sources, fileURLToPath(import.meta.url)].map(modified))));
  const oldest = Math.min(...(await Promise.all(results.map(modified))));
  return oldest > newest;
}

async function compileMail(mjml2html, from) {
  const { html, errors } = await mjml2html(await readFile(from, 'utf8'), {
    filePath: from,
    actualPath: from, // the file that a complaint names; that of an included file is its own
    ignoreIncludes: false,
    includePath: sourceOf.mail,
    validationLevel: 'soft',
    keepComments: false,
    fonts: {}, // MJML would otherwise fetch a web font for some family names
  });
  const problems = errors.map((error) => {
    const file = / of (.+?)(?:, included at | \()/.exec(error.formattedMessage)?.[1] ?? from;
    return `${relative(root, file)}:${error.line}: ${error.message}`;
  });
  return { problems, html: tightened(html) };
}

/** Without what only people read: a third of the bytes, of every mail. */
function tightened(html) {
  const sheets = html.match(/<style[^]*?<\/style>/g)?.join('') ?? '';
  const isStyled = (name) => sheets.includes(`.${name}`);
  return html
    .replace(/\n[ \t]+/g, '\n')
    .replace(/\n{2,}/g, '\n')
    .replace(/ class="([\w -]*)"/g, (_class, names) => classOf(names.split(' ').filter(isStyled)))
    .replace(/" (?=\{\{[#/]if)/g, '"')
    .replace(/ style="([^"]*)"/g, (_style, rules) => ` style="${tightRules(rules)}"`)
    .replace(
      /(<style[^>]*>)([^<]*)<\/style>/g,
      (_sheet, open, rules) => `${open}\n${tightSheet(rules)}</style>`,
    );
}

/** What is written into each element needs no class any more. */
const classOf = (names) => (names.length > 0 ? ` class="${names.join(' ')}"` : '');

const tightRules = (rules) => rules.replace(/\s*([:;,])\s+/g, '$1').replace(/;$/, '');

/** A line a rule, so that no line grows too long for SMTP. */
const tightSheet = (sheet) =>
  sheet
    .trim()
    .replace(/\s*([{;,])\s*/g, '$1')
    .replace(/: /g, ':')
    .replace(/;?\s*\}\s*/g, '}\n');

async function buildMails() {
  const all = await filesBelow(sourceOf.mail);
  const mjml = all.filter((file) => file.endsWith('.mjml'));
  const compiled = mjml
    .filter((file) => dirname(file) === sourceOf.mail) // those in partials/ are included by these
    .map((file) => [file, join(target.mail, `${basename(file, '.mjml')}.html.hbs`)]);
  const texts = all
    .filter((file) => file.endsWith('.txt'))
    .map((file) => [file, join(target.mail, `${basename(file, '.txt')}.txt.hbs`)]);
  await copyAll(texts);
  await removeAllBut(target.mail, new Set([...compiled, ...texts].map(([, to]) => to)));
  if (
    await upToDate(
      mjml,
      compiled.map(([, to]) => to),
    )
  )
    return 0;

  const { default: mjml2html } = await import('mjml');
  const results = await Promise.all(compiled.map(([from]) => compileMail(mjml2html, from)));
  const problems = results.flatMap((result) => result.problems);
  if (problems.length > 0) throw new Error(`the mail templates are not valid MJML\n${problems.join('\n')}`);
  for (const [index, [, to]] of compiled.entries()) {
    await rm(to, { force: true }); // an unchanged result must still become newer than its sources
    await writeWhole(to, results[index].html);
  }
  return compiled.length;
}

async function buildPages() {
  const all = await filesBelow(sourceOf.web);
  const pages = all
    .filter((file) => file.endsWith('.hbs'))
    .map((file) => [file, join(target.web, relative(sourceOf.web, file))]);
  const copied = (await filesBelow(assets.from)).map((file) => [
    file,
    join(assets.to, relative(assets.from, file)),
  ]);
  await copyAll([...pages, ...copied]);
  await removeAllBut(target.web, new Set(pages.map(([, to]) => to)));
  return pages.length;
}

try {
  const [mails, pages] = await Promise.all([buildMails(), buildPages()]);
  // Not to stdout: what a command prints there may be read by another.
  console.error(`templates: ${mails === 0 ? 'mails unchanged' : `${mails} mails compiled`}, ${pages} pages`);
} catch (error) {
  console.error(`build-templates: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
