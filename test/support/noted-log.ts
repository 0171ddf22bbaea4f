// What an operator would read in the log, for tests that expect something there.
import { Logger } from '@nestjs/common';

/** From here on the log is noted instead of printed. Call it once the modules are up: they set a logger of their own. */
export function noteLog(): string[] {
  const lines: string[] = [];
  const note = (text: unknown) => void lines.push(String(text));
  Logger.overrideLogger({ log: note, warn: note, error: note, fatal: note });
  return lines;
}
