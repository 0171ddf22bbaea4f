// The sources as the health check tells them: `ok`, or what is wrong in a sentence.
import { Injectable } from '@nestjs/common';
import { HealthNotes } from '../../platform/http/health-notes.js';
import { ReadSources } from './read-sources.js';

@Injectable()
export class SourceNotes extends HealthNotes {
  constructor(private readonly readSources: ReadSources) {
    super();
  }

  async read(): Promise<Record<string, string>> {
    const sources = (await this.readSources.run()).filter(({ state }) => state !== 'off');
    return Object.fromEntries(
      sources.map(({ name, state, lastError }) => [
        name,
        lastError === null ? state : `${state}: ${lastError}`,
      ]),
    );
  }
}
