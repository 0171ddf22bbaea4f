// Forms with files: how much of them is held at once.
import { expect, it } from '@jest/globals';
import fastify from 'fastify';
import { readUploads } from './upload.js';

it('tells those to come again for whom there is no room, until somebody has been answered', async () => {
  const app = fastify();
  readUploads(app, 100_000);
  let release = (): void => undefined;
  const gate = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  app.post('/preview', (request) => {
    asked += 1;
    return gate.then(() => request.body);
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const send = () => {
    const body = new FormData();
    body.append('categories', 'cs.LG');
    body.append('categories', 'cs.CL');
    body.append('timeZone', 'UTC');
    body.append('library', new Blob(['x'.repeat(60_000)]));
    return fetch(`${url}/preview`, { method: 'POST', body });
  };
  const first = send();
  while (asked < 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect((await send()).status).toBe(503);
  release();
  const fields = { categories: ['cs.LG', 'cs.CL'], timeZone: 'UTC', library: 'x'.repeat(60_000) };
  expect(await (await first).json()).toEqual(fields);
  expect((await send()).status).toBe(200);
  await app.close();
});
