// Draws what `npm run bench:matching -- --json FILE` measured:
//
//   node bench/matching/plot.mjs FILE.json… OUT.svg [METRIC]
//
// Quality by the number of liked papers; or, from files made with `--without`, what each part of the method is worth.
import { readFileSync, writeFileSync } from 'node:fs';
import { qualityPlot } from './quality-plot.mjs';
import { sharesPlot } from './shares-plot.mjs';

const words = process.argv.slice(2);
const files = words.filter((word) => word.endsWith('.json'));
const out = words.find((word) => word.endsWith('.svg'));
const metric = words.find((word) => !files.includes(word) && word !== out) ?? 'nDCG@10';
if (files.length === 0 || out === undefined) throw new Error('Usage: plot.mjs FILE.json… OUT.svg [METRIC]');
const measured = files.map((file) => JSON.parse(readFileSync(file, 'utf8')));
const isOfParts = measured[0].rows.some(({ method }) => method.startsWith('without '));
writeFileSync(out, isOfParts ? sharesPlot(measured, metric) : qualityPlot(measured[0], metric));
