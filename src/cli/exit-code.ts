// Ends a process that cannot go on: what is known gets a sentence, what is not a stack trace; the code says which.
import { ConfigurationError } from '../config/env.js';
import { EmbeddedPostgresError } from '../platform/embedded/embedded-postgres-error.js';
import { EX_CONFIG, EX_SOFTWARE, EX_UNAVAILABLE, StartError } from '../shared/start-error.js';

/** Writes to stderr why, and returns the code to exit with. */
export function exitCodeOf(error: unknown): number {
  const [text, code] = verdict(error);
  process.stderr.write(`courant: ${text}\n`);
  return code;
}

function verdict(error: unknown): [string, number] {
  if (error instanceof StartError) return [error.message, error.exitCode];
  if (error instanceof ConfigurationError) return [error.message, EX_CONFIG];
  if (error instanceof EmbeddedPostgresError) return [error.message, EX_UNAVAILABLE];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error), EX_SOFTWARE];
}
