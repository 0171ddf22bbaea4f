// A log that cannot be written, because its disk is full or its reader went away, is lost; what the process has in hand
// is not. Once there is room again, it goes on.

export function outliveLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
