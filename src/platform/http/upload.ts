// Forms with a file in them (multipart/form-data). Only pages that ask for a file read one; elsewhere such a body, as
// one-click unsubscription (RFC 8058) may have it, is small and nobody looks into it.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { saying } from '../../shared/saying.js';

const MOST_BYTES = 64 * 1_024;
/** Of an upload with everything around it. */
export const MOST_UPLOAD_BYTES = 5 * 1_024 * 1_024;
/** Of a form that anybody may send: the fields around the file have what any other form has. */
const MOST_OPEN_BYTES = 1_024 * 1_024 + MOST_BYTES;
/** Paths whose forms have a file in them, and how much they may bring. */
const UPLOADS: readonly { path: RegExp; most: number }[] = [
  { path: /^\/p\/[^/?]+\/library$/, most: MOST_UPLOAD_BYTES },
  { path: /^\/(?:preview)?(?:\?|$)/, most: MOST_OPEN_BYTES },
];

export function readUploads(app: FastifyInstance): void {
  app.addContentTypeParser(
    'multipart/form-data',
    async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
      const upload = UPLOADS.find(({ path }) => path.test(request.url));
      const body = await readUpTo(payload, upload?.most ?? MOST_BYTES);
      return upload ? fieldsOf(body, request.headers['content-type'] ?? '') : {};
    },
  );
}

async function readUpTo(payload: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload) {
    length += chunk.length;
    if (length > most) throw refusal(413, saying('web.errors.tooLarge'));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Fields and files by name, all as text; of several with one name a list. */
async function fieldsOf(body: Buffer, contentType: string): Promise<Record<string, string | string[]>> {
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => {
    throw refusal(400, saying('web.errors.unreadable'));
  });
  const fields: Record<string, string | string[]> = {};
  for (const [name, value] of form.entries()) {
    if (!/^[a-z]{1,20}$/i.test(name)) continue;
    const text = typeof value === 'string' ? value : await value.text();
    fields[name] = Object.hasOwn(fields, name) ? [fields[name] ?? [], text].flat() : text;
  }
  return fields;
}

function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
