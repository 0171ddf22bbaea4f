// The key in DNS is the other half of ours, or the start says what is wrong.
import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { checkPublished } from './dkim-dns.js';

const pair = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const key = {
  domainName: 'news.example.org',
  keySelector: 'courant2026',
  privateKey: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};
const ours = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

it('is content with our key, in parts and with white space', async () => {
  const asked: string[] = [];
  const lookUp = (name: string) => {
    asked.push(name);
    return Promise.resolve([['other'], [`v=DKIM1; k=rsa; p=${ours.slice(0, 200)}`, ` ${ours.slice(200)}`]]);
  };
  expect(await checkPublished(key, lookUp)).toBeUndefined();
  expect(asked).toEqual(['courant2026._domainkey.news.example.org']);
});

it.each([
  ['another key', 'v=DKIM1; k=rsa; p=AAAA', /holds another key/],
  ['a key that was withdrawn', 'v=DKIM1; p=', /holds no key/],
])('stops the start for %s, and gives the record that should stand there', async (_name, record, words) => {
  const check = checkPublished(key, () => Promise.resolve([[record]]));
  await expect(check).rejects.toThrow(words);
  await expect(checkPublished(key, () => Promise.resolve([[record]]))).rejects.toThrow(ours);
});

it('tells, and starts, where DNS does not answer', async () => {
  const lookUp = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
  expect(await checkPublished(key, lookUp)).toMatch(/ENOTFOUND.*publish the record/);
});
