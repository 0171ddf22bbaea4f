// The five services beside each other, two papers stored from each, and what must hold after anything one of them does.
import { expect } from '@jest/globals';
import { type AskedSources, type Ending, openSources } from './asked-sources.js';
import { type Behaviour, body } from './misbehaving-http-server.js';
import {
  dailyPapersOf,
  detailsOf,
  type Facts,
  feedOf,
  JSON_TYPE,
  oaiOf,
  queryOf,
  RSS_TYPE,
  XML_TYPE,
} from './source-documents.js';

export interface Subject {
  name: string;
  path: string;
  type: string;
  /** How often it asks when all goes well. */
  asks: number;
  document(papers: readonly Facts[]): string;
  ask(sources: AskedSources): Promise<Ending>;
}

export const papers: Facts[] = [
  { id: '2606.20001', title: 'A café on the Möbius strip', categories: ['cs.LG', 'stat.ML'] },
  { id: '2101.00010', title: '0', categories: ['cs.AI'] },
];
const ids = papers.map(({ id }) => id ?? '');

export const subjects: Subject[] = [
  {
    name: 'huggingface',
    path: '/api/daily_papers',
    type: JSON_TYPE,
    asks: 4,
    document: dailyPapersOf,
    ask: (sources) => sources.sync('huggingface', { force: true }),
  },
  {
    name: 'arxiv feed',
    path: '/rss/cs',
    type: RSS_TYPE,
    asks: 1,
    document: feedOf,
    ask: (sources) => sources.sync('arxiv', { force: true }),
  },
  {
    name: 'arxiv oai',
    path: '/oai',
    type: XML_TYPE,
    asks: 1,
    document: oaiOf,
    ask: (sources) => sources.sync('arxiv-oai', { force: true }),
  },
  {
    name: 'arxiv query',
    path: '/api/query',
    type: 'application/atom+xml; charset=UTF-8',
    asks: 1,
    document: queryOf,
    ask: (sources) => sources.query(...ids),
  },
  {
    name: 'biorxiv',
    path: '/details/biorxiv/2026-06-26/2026-06-29/0/json',
    type: JSON_TYPE,
    asks: 1,
    document: detailsOf,
    ask: (sources) => sources.sync('biorxiv', { force: true }),
  },
];
export const isXml = ({ type }: Subject) => type !== JSON_TYPE;

export const good = (subject: Subject) => body(subject.document(papers), subject.type);
export class Trials {
  private stored: unknown;

  private constructor(readonly sources: AskedSources) {}

  static async open(): Promise<Trials> {
    const trials = new Trials(await openSources({ SOURCE_HOSTS: '10.0.0.1' }));
    trials.serveAll();
    // Twice, so that every source has added what it knows of papers that another brought.
    for (const subject of [...subjects, ...subjects]) {
      await trials.sources.forget();
      expect(await subject.ask(trials.sources)).toMatchObject({ state: 'succeeded', words: '' });
    }
    expect(await trials.sources.courant.prisma.paper.count()).toBe(4);
    await trials.takeAsStored();
    return trials;
  }

  /** From here on this is how things stand. */
  async takeAsStored(): Promise<void> {
    this.stored = await this.papersNow();
  }

  async begin(): Promise<void> {
    await this.sources.forget();
    this.sources.pace.timeoutMs = 10_000;
    this.sources.pace.longestWaitMs = 200;
    this.serveAll();
  }

  serve({ path }: Subject, ...behaviours: Behaviour[]): void {
    this.sources.server.on(path, ...behaviours);
  }

  ask(subject: Subject): Promise<Ending> {
    return subject.ask(this.sources);
  }

  requestsTo({ path }: Subject): { at: number }[] {
    return this.sources.server.requests.filter((request) => request.path.split('?')[0] === path);
  }

  stateOf({ name }: Subject) {
    return this.sources.courant.prisma.sourceState.findUnique({
      where: { name: name === 'arxiv feed' ? 'arxiv' : name.replace(' ', '-') },
    });
  }

  /** It failed, in these words, which are on the status row; and it is not asked again before some minutes. */
  async expectFailure(subject: Subject, words: RegExp, requests: number): Promise<void> {
    const { state, words: said } = await this.ask(subject);
    expect(`${state}: ${said}`).toMatch(words);
    expect(state).toBe('failed');
    expect(this.requestsTo(subject)).toHaveLength(requests);
    if (subject.name === 'arxiv query') return;
    const row = await this.stateOf(subject);
    expect(row).toMatchObject({ failures: 1, lastSucceededAt: null });
    const restMs = (row?.notBefore?.getTime() ?? 0) - this.sources.courant.clock.now().getTime();
    expect(restMs).toBeGreaterThanOrEqual(5 * 60_000);
  }

  /** Nothing was added, changed or lost. */
  async expectNothingChanged(): Promise<void> {
    expect(await this.papersNow()).toEqual(this.stored);
  }

  /** Another server, as another lane has it, and then the same one when it is well again. */
  async expectRecovery(subject: Subject): Promise<void> {
    const other = subjects.find(
      ({ name }) => name === (subject.name === 'biorxiv' ? 'huggingface' : 'biorxiv'),
    );
    expect(await other?.ask(this.sources)).toMatchObject({ state: 'succeeded' });
    await this.sources.courant.prisma.$executeRaw`DELETE FROM request_gates`;
    this.serve(subject, good(subject));
    expect(await this.ask(subject)).toMatchObject({ state: 'succeeded', words: '', read: 2 * subject.asks });
    if (subject.name !== 'arxiv query') {
      expect(await this.stateOf(subject)).toMatchObject({ failures: 0, lastError: null, notBefore: null });
    }
  }

  private papersNow(): Promise<unknown> {
    return this.sources.courant.prisma.$queryRaw`SELECT to_jsonb(p) AS paper FROM papers AS p ORDER BY key`;
  }

  private serveAll(): void {
    for (const subject of subjects) this.serve(subject, good(subject));
  }
}
