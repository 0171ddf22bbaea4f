// The tokenizer of a model directory: tokenizer.json as Hugging Face writes it, or vocab.txt as BERT's authors do.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { WordPiece } from './word-piece.js';

const tokenizerFile = z.object({
  normalizer: z.object({ lowercase: z.boolean().optional(), strip_accents: z.boolean().nullish() }).nullish(),
  model: z.object({
    type: z.string().optional(),
    vocab: z.record(z.string(), z.number()),
    unk_token: z.string().optional(),
    continuing_subword_prefix: z.string().optional(),
  }),
});

/** @throws Error with what is wrong, in words */
export async function readTokenizer(dir: string): Promise<WordPiece> {
  const json = await readIfThere(join(dir, 'tokenizer.json'));
  if (json !== undefined) return fromTokenizerFile(json);
  const lines = await readIfThere(join(dir, 'vocab.txt'));
  if (lines === undefined) throw new Error('it has neither tokenizer.json nor vocab.txt');
  const pieces = lines.replace(/\r?\n$/, '').split(/\r?\n/);
  const vocabulary = new Map(pieces.map((piece, number) => [piece, number]));
  // Cased vocabularies have capitals.
  const lowerCase = !pieces.some((piece) => /^\p{Lu}\p{Ll}{2}/u.test(piece));
  return new WordPiece({ vocabulary, lowerCase });
}

function fromTokenizerFile(json: string): WordPiece {
  const { data } = tokenizerFile.safeParse(parse(json));
  const isWordPiece = data && (data.model.type ?? 'WordPiece') === 'WordPiece';
  if (!isWordPiece) throw new Error('its tokenizer.json is not one of WordPiece, the kind that is read');
  const { normalizer, model } = data;
  return new WordPiece({
    vocabulary: new Map(Object.entries(model.vocab)),
    lowerCase: normalizer?.lowercase ?? false,
    stripAccents: normalizer?.strip_accents ?? undefined,
    prefix: model.continuing_subword_prefix,
    unknown: model.unk_token,
  });
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}
