// Makes the model that a fresh installation starts with, from papers in JSON Lines:
//
//   npm run build && node --max-old-space-size=4096 scripts/train-model.mjs OUT FILE...
//
// models/science.model.gz was made from a year of arXiv and Hugging Face, 103,280 lines of papers.jsonl.gz.
import { createReadStream, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip, gzipSync } from 'node:zlib';
import { writeModel } from '../dist/matching/model-file.js';
import { runAtOnce } from '../dist/matching/pausing.js';
import { TermCorpus } from '../dist/matching/term-corpus.js';
import { trainModel } from '../dist/matching/train-model.js';

/** Rarer terms would fill the file, and are found without it: what a model does not know counts as new. */
const LEAST_PAPERS = 4;

const [out, ...files] = process.argv.slice(2);
if (!out || files.length === 0) throw new Error('Usage: node scripts/train-model.mjs OUT FILE...');
const seen = new Set();
const corpus = new TermCorpus();
for (const file of files) {
  const bytes = createReadStream(file);
  for await (const line of createInterface({
    input: file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes,
  })) {
    const { id, title = '', abstract = '' } = JSON.parse(line);
    if (seen.has(id)) continue;
    seen.add(id);
    corpus.add({ title, abstract });
  }
  report(`${corpus.paperCount} papers read`);
}
const model = runAtOnce(
  trainModel(`shipped-${corpus.paperCount}`, corpus, {
    leastPapers: LEAST_PAPERS,
    onProgress: (share) => report(`${Math.round(share * 100)} %`),
  }),
);
const file = gzipSync(writeModel(model), { level: 9 });
writeFileSync(out, file);
report(
  `${model.vocabulary.size} terms, ${model.projection?.hashes.length} with topics, ${file.length} bytes: ${out}`,
);

function report(text) {
  const { user, system } = process.cpuUsage();
  const memory = Math.round(process.resourceUsage().maxRSS / 1_000);
  console.log(`${text} (${((user + system) / 1e6).toFixed(1)} s CPU, ${memory} MB at most)`);
}
