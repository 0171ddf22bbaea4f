// Forms with a file in them (multipart/form-data). Only pages that ask for a file read one; elsewhere such a body, as
// one-click unsubscription (RFC 8058) may have it, is small and nobody looks into it.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { saying } from '../../shared/saying.js';

const MOST_BYTES = 64 * 1_024;
/** Of an upload with everything around it. */
export const MOST_UPLOAD_BYTES = 5 * 1_024 * 1_024;
const UPLOADS = /^\/p\/[^/?]+\/library$/;

export function readUploads(app: FastifyInstance): void {
  app.addContentTypeParser(
    'multipart/form-data',
    async (request: FastifyRequest, payload: AsyncIterable<Buffer>) => {
      const isUpload = UPLOADS.test(request.url);
      const body = await readUpTo(payload, isUpload ? MOST_UPLOAD_BYTES : MOST_BYTES);
      return isUpload ? fieldsOf(body, request.headers['content-type'] ?? '') : {};
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

/** Fields and files by name, all as text; of several with one name the last. */
async function fieldsOf(body: Buffer, contentType: string): Promise<Record<string, string>> {
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => {
    throw refusal(400, saying('web.errors.unreadable'));
  });
  const fields: Record<string, string> = {};
  for (const [name, value] of form.entries()) {
    if (!/^[a-z]{1,20}$/.test(name)) continue;
    fields[name] = typeof value === 'string' ? value : await value.text();
  }
  return fields;
}

function refusal(statusCode: number, message: string): Error {
  return Object.assign(new Error(message), { statusCode });
}
