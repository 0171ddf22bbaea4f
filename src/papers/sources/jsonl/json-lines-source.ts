// Papers from a file of JSON Lines, plain or gzipped: the bundled sample, exports, anything an operator has.
import { createReadStream, type ReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { readPaper } from '../../paper-line.js';
import { type PaperSource, type SourceItem, SourceUnavailable } from '../paper-source.js';

/** Longer than any paper; a file without line breaks must not fill the memory. */
const LONGEST_LINE = 1_000_000;

export class JsonLinesSource implements PaperSource {
  readonly name = 'jsonl';
  private size = 0;
  private stream: ReadStream | undefined;

  constructor(private readonly path: string) {}

  async *read(): AsyncGenerator<SourceItem> {
    const gzipped = await this.inspect();
    this.stream = createReadStream(this.path);
    const bytes = gzipped ? this.stream.pipe(createGunzip()) : this.stream;
    if (gzipped) this.stream.on('error', (error) => bytes.destroy(error));
    let number = 0;
    try {
      for await (const line of linesOf(bytes)) {
        number += 1;
        const item = line === undefined ? undefined : itemOf(line, number);
        if (line === undefined) yield { fault: { place: `line ${number}`, reason: 'the line is too long' } };
        else if (item) yield item;
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      yield {
        fault: { place: `after line ${number}`, reason: `the file cannot be read any further: ${reason}` },
      };
    } finally {
      this.stream.destroy();
    }
  }

  progress(): number | undefined {
    return this.stream && this.size > 0 ? Math.min(1, this.stream.bytesRead / this.size) : undefined;
  }

  /** @returns whether the file is gzipped, by its first two bytes */
  private async inspect(): Promise<boolean> {
    try {
      const about = await stat(this.path);
      if (!about.isFile()) throw new Error('it is not a file');
      this.size = about.size;
      const file = await open(this.path);
      const { buffer } = await file.read(Buffer.alloc(2), 0, 2, 0).finally(() => file.close());
      return buffer[0] === 0x1f && buffer[1] === 0x8b;
    } catch (error) {
      const reason =
        (error as NodeJS.ErrnoException).code === 'ENOENT'
          ? 'there is no such file'
          : (error as Error).message;
      throw new SourceUnavailable(`Cannot read papers from ${this.path}: ${reason}.`);
    }
  }
}

/** Lines without their ends; undefined stands for one that was too long. Bytes that are no UTF-8 become U+FFFD. */
async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string | undefined> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  let tooLong = false;
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      yield tooLong ? undefined : line;
      tooLong = false;
    }
    if (rest.length > LONGEST_LINE) {
      tooLong = true;
      rest = '';
    }
  }
  if (tooLong) yield undefined;
  else if (rest !== '') yield rest;
}

function itemOf(line: string, number: number): SourceItem | undefined {
  const place = `line ${number}`;
  if (line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { fault: { place, reason: 'not JSON' } };
  }
  const paper = readPaper(value);
  return 'fault' in paper ? { fault: { place, reason: paper.fault } } : { paper };
}
