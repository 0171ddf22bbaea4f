// The memory of a process that has what a worker has for matching: the model that comes with Courant, the papers of a
// week, and the background. In a process of its own, where nothing else was learned or read before.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';

if (process.argv[1] === fileURLToPath(import.meta.url))
  await measureHere(JSON.parse(readFileSync(0, 'utf8')));

export function measureWorker(papers) {
  const input = JSON.stringify(papers);
  console.log(
    execFileSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url)], {
      input,
      encoding: 'utf8',
    }).trimEnd(),
  );
}

async function measureHere(papers) {
  const { backgroundOf } = await import('../../dist/matching/background.js');
  const { likenessOf } = await import('../../dist/matching/likeness.js');
  const { readModel } = await import('../../dist/matching/model-file.js');
  const { indexPapers } = await import('../../dist/matching/paper-index.js');
  const model = readModel(
    gunzipSync(readFileSync(new URL('../../models/science.model.gz', import.meta.url))),
  );
  const texts = papers.map((paper, i) => ({ ...paper, id: String(i), authors: [] }));
  const kept = { background: backgroundOf(model, texts), index: indexPapers(model, texts) };
  likenessOf(kept.index);
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  const megabytes = (bytes) => `${Math.round(bytes / 2 ** 20)} MB`;
  console.log(
    `\na process with the model (${model.vocabulary.size} terms), a background of ${kept.background.papers.ids.length} and ${kept.index.ids.length} papers: ` +
      `RSS ${megabytes(rss)}, in use ${megabytes(heapUsed + external)}`,
  );
}
