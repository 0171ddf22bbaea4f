// What we make of the addresses of a corpus of 164 with their diagnosis by the RFCs, and why where we differ: a sign-up form
// takes what mail can be sent to over the public internet, and no more.
//
//   node bench/sign-up/addresses.mjs isemail-tests.xml
import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import { parseEmailAddress } from '../../dist/shared/email-address.js';

const file = process.argv[2] ?? '../shared/corpora/addresses/isemail-tests.xml';
const parser = new XMLParser({
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => name === 'test',
});
const tests = parser.parse(readFileSync(file, 'utf8')).tests.test;

/** What the RFCs let a sender use: valid, or valid but for the DNS, which a form does not ask. */
const SENDABLE = new Set(['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN']);
const why = (text, takes) => {
  if (takes)
    return text.trim() === text ? 'UNEXPLAINED' : 'white space around it is cut off: copying brings it along';
  return text.split('@').at(-1).includes('.')
    ? 'UNEXPLAINED'
    : 'a domain of one label: hardly any takes mail, most are slips';
};
const table = new Map();
const differing = [];
for (const { address, category, diagnosis } of tests) {
  const text = String(address ?? '').replace(/[\u2400-\u241f]/g, (sign) =>
    String.fromCharCode(sign.charCodeAt(0) - 0x2400),
  );
  const takes = parseEmailAddress(text) !== undefined;
  const row = table.get(category) ?? { taken: 0, refused: 0 };
  row[takes ? 'taken' : 'refused'] += 1;
  table.set(category, row);
  if (takes !== SENDABLE.has(category)) differing.push({ text, category, diagnosis, takes });
}
console.log(`${tests.length} addresses\n\n| diagnosis by the RFCs | taken | refused |\n|---|---|---|`);
for (const [category, { taken, refused }] of [...table].toSorted())
  console.log(`| ${category} | ${taken} | ${refused} |`);
console.log(
  '\nWhere we differ from "valid, or valid but for the DNS":\n\n| address | diagnosis | we | why |\n|---|---|---|---|',
);
for (const { text, diagnosis, takes } of differing) {
  console.log(
    `| \`${JSON.stringify(text).slice(0, 60)}\` | ${diagnosis} | ${takes ? 'take it' : 'refuse it'} | ${why(text, takes)} |`,
  );
}
