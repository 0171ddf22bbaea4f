// Queries on one connection: in turn, and none is kept from its turn by one that fails.
import { afterEach, expect, it } from '@jest/globals';
import pg from 'pg';
import { OneAtATime } from './one-at-a-time.js';

const { query } = pg.Client.prototype;
afterEach(() => {
  pg.Client.prototype.query = query;
});

const turns = () => new Promise((resolve) => setImmediate(resolve));

it('asks the next when the one before has its answer, also when that is an error', async () => {
  const asked: string[] = [];
  const answers: ((error?: Error) => void)[] = [];
  pg.Client.prototype.query = ((text: string) => {
    asked.push(text);
    return new Promise((resolve, reject) => {
      answers.push((error) => (error ? reject(error) : resolve(`answer to ${text}`)));
    });
  }) as never;
  const client = new OneAtATime();
  const all = ['one', 'two', 'three'].map((text) => client.query(text) as Promise<unknown>);
  await turns();
  expect(asked).toEqual(['one']);
  answers[0]?.(new Error('no'));
  await expect(all[0]).rejects.toThrow('no');
  await turns();
  expect(asked).toEqual(['one', 'two']);
  answers[1]?.();
  expect(await all[1]).toBe('answer to two');
  await turns();
  expect(asked).toEqual(['one', 'two', 'three']);
});
