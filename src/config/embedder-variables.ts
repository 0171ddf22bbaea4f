// The variables that plug in an embedder: a server, or a model of one's own.
import { z } from 'zod';
import { url } from './url-variable.js';

export const embedderVariables = {
  EMBEDDER_URL: url('http:', 'https:').optional().meta({
    description:
      "An embedding server that speaks as OpenAI's does (`POST /v1/embeddings`); papers and what readers like are then compared by its vectors instead of Courant's own topics. It may have a private address. Whatever readers write about their interests is sent to it. See docs/embedders.md.",
    example: 'http://10.0.0.7:8080',
  }),
  EMBEDDER_MODEL: z.string().min(1).max(200, { error: 'at most 200 characters' }).optional().meta({
    description:
      'The model EMBEDDER_URL is asked for. Another name here means that all vectors are made anew.',
    example: 'nomic-embed-text',
  }),
  EMBEDDER_KEY: z.string().min(8, { error: 'at least 8 characters' }).optional().meta({
    description: 'Sent to EMBEDDER_URL as a bearer token, and nowhere else.',
    secret: true,
  }),
  EMBEDDER_DIR: z.string().optional().meta({
    description:
      'Instead of EMBEDDER_URL: folder with `model.onnx` and `tokenizer.json` or `vocab.txt`. Needs the package onnxruntime-node, which does not come with Courant.',
  }),
};

interface Given {
  EMBEDDER_URL?: string;
  EMBEDDER_MODEL?: string;
  EMBEDDER_KEY?: string;
  EMBEDDER_DIR?: string;
}

export function embedderFaults({ EMBEDDER_URL, EMBEDDER_MODEL, EMBEDDER_DIR }: Given): string[] {
  if (EMBEDDER_URL && EMBEDDER_DIR)
    return ['EMBEDDER_URL and EMBEDDER_DIR: expected one of them, were given both'];
  if (!EMBEDDER_URL && EMBEDDER_MODEL)
    return ['EMBEDDER_MODEL: expected only with EMBEDDER_URL, which was not given'];
  if (EMBEDDER_URL && !EMBEDDER_MODEL)
    return ['EMBEDDER_MODEL: expected the name of a model with EMBEDDER_URL, was given none'];
  return [];
}

export type EmbedderChoice = { url: string; model: string; key: string | undefined } | { dir: string };

/** @param given without faults. @returns undefined when none is wanted, as ever unless configured. */
export function chosenEmbedder(given: {
  [Name in keyof Given]?: string | undefined;
}): EmbedderChoice | undefined {
  const { EMBEDDER_URL: url, EMBEDDER_MODEL: model, EMBEDDER_KEY: key, EMBEDDER_DIR: dir } = given;
  if (dir !== undefined) return { dir };
  return url === undefined || model === undefined ? undefined : { url, model, key };
}
