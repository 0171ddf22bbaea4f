// What is worth telling beside the checks, but no reason to take the service out of the line: a source that is down.

export abstract class HealthNotes {
  /** Name to one word, or to a word and a sentence. What it throws is not told. */
  abstract read(): Promise<Record<string, string>>;
}
