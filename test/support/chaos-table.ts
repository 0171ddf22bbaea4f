// Chaos tests print what they counted, when asked to (`npm run chaos`).

export function tell(what: string, figures: object): void {
  if (process.env['CHAOS_TELL'] === undefined) return;
  const cells = Object.entries(figures).map(([name, value]) => `  ${name.padEnd(18)} ${String(value)}`);
  process.stderr.write(`\n${what}\n${cells.join('\n')}\n`);
}
