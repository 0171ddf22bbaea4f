// A signature by a domain that is not ours to receivers is told.
import { expect, it } from '@jest/globals';
import type { Config } from '../../config/config.js';
import { alignmentNote } from './dmarc-alignment.js';

const note = (from: string, domainName?: string) =>
  alignmentNote({
    smtp: { dkim: domainName === undefined ? undefined : { domainName, keySelector: 's', privateKey: '' } },
    mail: { from: { name: '', address: `digest@${from}` } },
  } as Config);

it.each([
  ['example.org', 'example.org'],
  ['News.Example.ORG', 'news.example.org'],
  ['news.example.org', 'example.org'],
  ['example.org', 'news.example.org'],
  ['bücher.example', 'xn--bcher-kva.example'],
  ['example.org', undefined],
])('has nothing to say of mail from %s that %s signs', (from, signing) => {
  expect(note(from, signing)).toBeUndefined();
});

it.each([
  ['example.org', 'example.net'],
  ['badexample.org', 'example.org'],
  ['example.org', 'badexample.org'],
  ['a.example.org', 'b.example.org'],
])('warns of mail from %s that %s signs', (from, signing) => {
  expect(note(from, signing)).toContain(`DKIM_DOMAIN is ${signing}, and mail is from ${from}`);
});
