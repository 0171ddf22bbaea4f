// Vectors and texts as the database keeps them.
import { createHash } from 'node:crypto';

const BYTES = 4;

export function bytesOf(vector: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(vector.length * BYTES);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of vector.entries()) view.setFloat32(i * BYTES, value, true);
  return bytes;
}

export function vectorOf(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float32Array.from({ length: Math.floor(bytes.byteLength / BYTES) }, (_, i) =>
    view.getFloat32(i * BYTES, true),
  );
}

/** SHA-256: what tells a text from another. */
export function textHash(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text.trim()).digest());
}

export function hashKey(hash: Uint8Array): string {
  return Buffer.from(hash).toString('base64');
}
