// What a digest's mail costs, joined from prepared pieces: CPU per digest and its octets, for READERS readers (default
// 20,000) who share 300 papers, each with reasons, links and a subject of her own. Beside it the same mails rendered whole.
//
//   npm run build && node bench/mail.mjs [READERS]
import { cpus } from 'node:os';
import { texts } from '../dist/language/languages.js';
import { digestMail } from '../dist/mails/digest.mail.js';
import { pourDigest } from '../dist/mails/pour-digest.js';
import { specimenDigest } from '../dist/mails/specimens/specimen-mails.js';
import { specimenPaper } from '../dist/mails/specimens/specimen-papers.js';
import { QuotedOctets, quotedPart } from '../dist/shared/quoted-printable.js';

const readers = Number(process.argv[2] ?? 20_000);
const PAPERS = 300;
const [FOR_YOU, TRENDING] = [10, 5];
const WHOLE_EVERY = 100;

const shelf = Array.from({ length: PAPERS }, (_, index) => specimenPaper(index + 1).paper);

const frames = ['en', 'en', 'de', 'zh'].map((code) => specimenDigest({ texts: texts(code) }));

function digestOf(reader) {
  const id = reader.toString(16).padStart(12, '0');
  const chosen = (count, from, letter) =>
    Array.from({ length: count }, (_, rank) => {
      const paper = shelf[(from + rank * 7) % PAPERS];
      const term = `term ${(reader * 31 + rank) % 1_000}`;
      return {
        paper,
        reason: `matches ${term}, routing · in ${paper.categoryName} (${paper.categoryCode})`,
        topics: [term],
        // One reader in eight follows an author of her first paper.
        followed: reader % 8 === 0 && rank === 0 ? paper.authors.slice(0, 1) : [],
        feedbackUrl: `https://news.example.org/f/018f3c5e-7a10-7c3e-9d2b-${id}.kY3mVt0pQw7sLx9cRb2nZg/${letter}${rank + 1}`,
      };
    });
  return {
    ...frames[reader % 4],
    deliverAtHour: 6 + (reader % 4),
    forYou: chosen(FOR_YOU, reader % PAPERS, 'f'),
    trending: chosen(TRENDING, 11, 't'),
    unsubscribeUrl: `https://news.example.org/u/018f3c5e-6b2a-7d41-8e90-${id}.Jq8fKd2mRw5xVb1nTz7cYg`,
    settingsUrl: `https://news.example.org/p/018f3c5e-6b2a-7d41-8e90-${id}.Hs4pLc9vQe6tXa3kNu0wBg`,
    browserUrl: `https://news.example.org/d/018f3c5e-7a10-7c3e-9d2b-${id}.Wd5rMf8jTk2bPz6hGy1vSg`,
  };
}

/** In batches, so that making the inputs is not counted. */
function measure(count, write) {
  let [cpu, octets] = [0, 0];
  for (let start = 0; start < count; start += 500) {
    const digests = Array.from({ length: Math.min(500, count - start) }, (_, index) =>
      digestOf(start + index),
    );
    const before = process.cpuUsage();
    for (const digest of digests) octets += write(digest);
    const { user, system } = process.cpuUsage(before);
    cpu += user + system;
  }
  return { ms: cpu / 1e3 / count, octets: Math.round(octets / count) };
}

/** The memory that a message is written into, as the composer has it. */
const sheet = new QuotedOctets();
const written = ({ html, text }) => {
  sheet.cut(0);
  text(sheet);
  html(sheet);
  return sheet.length;
};
const poured = (digest) => written(pourDigest(digest));
const whole = (digest) => {
  const { html, text } = digestMail(digest);
  return written({ html: quotedPart(html), text: quotedPart(text) });
};

const first = measure(Math.min(readers, 1_000), poured);
const warm = measure(readers, poured);
const baseline = measure(Math.max(Math.round(readers / WHOLE_EVERY), 50), whole);
const html = Buffer.byteLength(digestMail(digestOf(1)).html);

console.log(`${cpus().length} × ${cpus()[0].model}, Node ${process.version}`);
console.log(
  `${FOR_YOU} papers and ${TRENDING} that trend; ${html.toLocaleString('en')} octets of HTML, ${warm.octets.toLocaleString('en')} of both parts as sent\n`,
);
const line = (name, { ms }) => console.log(`${name.padEnd(44)} ${ms.toFixed(3)} ms CPU a digest`);
line(`joined, ${readers.toLocaleString('en')} readers`, warm);
line('joined, the first 1,000, papers made ready', first);
line('rendered whole', baseline);
