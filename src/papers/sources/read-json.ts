// JSON from outside.
import { excerpt } from './raw-values.js';
import { SourceAnswerError } from './source-answer-error.js';

/** @throws SourceAnswerError `unreadable` when it is not JSON, or only a part of it */
export function readJson(text: string, sender: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    throw new SourceAnswerError('unreadable', `${sender} sent something that is not JSON: ${excerpt(text)}`);
  }
}
