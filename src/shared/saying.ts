// A sentence to be said later, in the language of whoever reads it: a key of the language files with its values, in one
// string, so that it can go wherever a sentence can, as the message of an error or of a schema.

const MARK = 'text:';

export interface Saying {
  key: string;
  values: Record<string, string | number>;
}

/** `saying('errors.tooLong', { most: 120 })`; a value may be a saying itself. */
export function saying(key: string, values: Saying['values'] = {}): string {
  return Object.keys(values).length === 0 ? MARK + key : `${MARK}${key} ${JSON.stringify(values)}`;
}

/** @returns undefined for any other text, which is shown as it is */
export function readSaying(text: string): Saying | undefined {
  const [, key, values = '{}'] = /^text:([\w.-]+)(?: (\{.*\}))?$/s.exec(text) ?? [];
  if (key === undefined) return undefined;
  try {
    return { key, values: JSON.parse(values) as Saying['values'] };
  } catch {
    return undefined;
  }
}
