// Holds what a client sent against a schema, and says in the house's own error what does not fit.
import type { z } from 'zod';
import { DomainError } from '../../shared/domain-error.js';
import { readSaying, saying } from '../../shared/saying.js';

interface Issue {
  message: string;
  path?: readonly unknown[] | undefined;
}

/**
 * For forms: what only a program could have sent is told in one sentence, because zod's own are English.
 *
 * @throws DomainError invalid_input with a sentence for each field
 */
export function parseInput<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const parsed = schema.safeParse(value ?? {});
  if (!parsed.success) {
    const told = parsed.error.issues.map(({ path, message }) => ({
      path,
      message: readSaying(message) ? message : saying('web.errors.inputDoesNotFit'),
    }));
    throw invalidInput(told);
  }
  return parsed.data;
}

/**
 * For pages that show the form again.
 *
 * @returns what does not fit, by field
 * @throws the error itself where it is about anything else
 */
export function faultsIn(error: unknown): Readonly<Record<string, string>> {
  if (!(error instanceof DomainError && error.code === 'invalid_input')) throw error;
  return error.fields;
}

export function invalidInput(issues: readonly Issue[]): DomainError {
  const fields: Record<string, string> = {};
  for (const { path = [], message } of issues) {
    const field = String(path[0] ?? 'body');
    fields[field] ??= message;
  }
  return new DomainError('invalid_input', saying('web.errors.inputDoesNotFit'), fields);
}
