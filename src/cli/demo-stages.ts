// Prints how a long command comes along: one line a stage, with its time and what it did.

const WIDTH = 26;

export class Stages {
  private startedAt = performance.now();

  constructor(private readonly write: (text: string) => void = (text) => process.stdout.write(text)) {}

  /** Ends a stage: its name, what it did, and the time since the stage before it. */
  done(name: string, detail: string): void {
    const now = performance.now();
    const seconds = ((now - this.startedAt) / 1_000).toFixed(2).padStart(6);
    this.startedAt = now;
    this.write(`  ✓ ${name.padEnd(WIDTH)}${seconds} s   ${detail}\n`);
  }

  say(text: string): void {
    this.write(`${text}\n`);
  }
}

/** Asks again and again until there is an answer. @throws when there is none after `seconds`. */
export async function until<Answer>(
  what: string,
  seconds: number,
  ask: () => Promise<Answer | undefined>,
): Promise<Answer> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline)
      throw new Error(`Waited ${seconds} s for ${what}; look at the log above`);
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}
