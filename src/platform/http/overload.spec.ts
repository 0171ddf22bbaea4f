// More requests than can be answered.
import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { isDatabaseAway, isOverload, refuseOverload } from './overload.js';

describe('refuseOverload', () => {
  it('tells those that are too many to come again, and lets the next one in when one is through', async () => {
    const app = fastify();
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    refuseOverload(app, () => 'busy', 2);
    let asked = 0;
    app.get('/slow', () => {
      asked += 1;
      return gate.then(() => 'done');
    });
    app.get('/health/live', () => 'alive');
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const slow = [fetch(`${url}/slow`), fetch(`${url}/slow`)];
    while (asked < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const refused = await fetch(`${url}/slow`);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.text()).toBe('busy');
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    release();
    expect((await Promise.all(slow)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await fetch(`${url}/slow`)).status).toBe(200);
    await app.close();
  });
});

describe('isDatabaseAway', () => {
  it.each([
    [Object.assign(new Error("Can't reach database server at 127.0.0.1:1"), { code: 'P1001' }), true],
    [Object.assign(new Error('Server has closed the connection.'), { code: 'P1017' }), true],
    [
      Object.assign(
        new Error("Raw query failed. Code: `N/A`. Message: `Can't reach database server at h:1`"),
        {
          code: 'P2010',
        },
      ),
      true,
    ],
    [Object.assign(new Error('Raw query failed. Code: `42P01`.'), { code: 'P2010' }), false],
    [Object.assign(new Error('Unable to start a transaction in the given time.'), { code: 'P2028' }), false],
    ['P1001', false],
  ])('%s', (error, expected) => {
    expect(isDatabaseAway(error)).toBe(expected);
  });
});

describe('isOverload', () => {
  it.each([
    [Object.assign(new Error('Unable to start a transaction in the given time.'), { code: 'P2028' }), true],
    [new Error('timeout exceeded when trying to connect'), true],
    [Object.assign(new Error('Unique constraint failed'), { code: 'P2002' }), false],
    [Object.assign(new Error('busy'), { statusCode: 503 }), true],
    [new TypeError('x is undefined'), false],
    ['P2028', false],
  ])('%s', (error, expected) => {
    expect(isOverload(error)).toBe(expected);
  });
});
