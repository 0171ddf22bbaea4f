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

/** Of all such bodies in this process at once: anybody may send them, and they are held until they are answered. */
const MOST_HELD_BYTES = 64 * 1_024 * 1_024;

export function readUploads(
  app: Pick<FastifyInstance, 'addContentTypeParser' | 'addHook'>,
  mostHeld = MOST_HELD_BYTES,
): void {
  const held = new WeakMap<FastifyRequest, number>();
  let heldByAll = 0;
  app.addContentTypeParser(
    'multipart/form-data',
    async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
      const upload = UPLOADS.find(({ path }) => path.test(request.url));
      const most = upload?.most ?? MOST_BYTES;
      const chunks: Buffer[] = [];
      for await (const chunk of payload) {
        const length = (held.get(request) ?? 0) + chunk.length;
        held.set(request, length);
        heldByAll += chunk.length;
        if (length > most) throw refusal(413, saying('web.errors.tooLarge'));
        if (heldByAll > mostHeld) throw refusal(503, saying('web.errors.busy'));
        chunks.push(chunk);
      }
      return upload ? fieldsOf(Buffer.concat(chunks), request.headers['content-type'] ?? '') : {};
    },
  );
  // Also comes when the other side hangs up.
  app.addHook('onResponse', async (request) => {
    heldByAll -= held.get(request) ?? 0;
  });
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
