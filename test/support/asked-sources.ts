// The five services on one loopback server that misbehaves, and a way to ask each of them as the service does.
import { ImportPapers } from '../../src/papers/import-papers.js';
import { PapersModule } from '../../src/papers/papers.module.js';
import { PolledSources } from '../../src/papers/sources/polled-sources.js';
import type { PolledSource } from '../../src/papers/sources/source-names.js';
import { SourcePace } from '../../src/papers/sources/source-client.js';
import { type SyncInput, SyncSource } from '../../src/papers/sync/sync-source.js';
import { ImpatientPace } from './impatient-pace.js';
import { MisbehavingHttpServer } from './misbehaving-http-server.js';
import { openUseCases, type UseCases } from './use-cases.js';

/** How it ended, in the words of the status row where there is one. */
export interface Ending {
  state: string;
  words: string;
  read: number;
  faults: string[];
}

export interface AskedSources {
  courant: UseCases;
  server: MisbehavingHttpServer;
  pace: ImpatientPace;
  sync(name: PolledSource, input?: Partial<SyncInput>): Promise<Ending>;
  /** From the query API. */
  query(...ids: string[]): Promise<Ending>;
  /** Forgets what was asked, when, and how it went; papers stay. */
  forget(): Promise<void>;
  stop(): Promise<void>;
}

export async function openSources(env: Record<string, string> = {}): Promise<AskedSources> {
  const server = await new MisbehavingHttpServer().start();
  const pace = new ImpatientPace();
  const urls = {
    HUGGINGFACE_URL: server.url(''),
    ARXIV_FEED_URL: server.url(''),
    ARXIV_OAI_URL: server.url('/oai'),
    ARXIV_API_URL: server.url('/api/query'),
    BIORXIV_URL: server.url(''),
  };
  const courant = await openUseCases(
    [PapersModule],
    { SOURCES: 'huggingface,arxiv,biorxiv,medrxiv', ARXIV_ARCHIVES: 'cs', ...urls, ...env },
    [[SourcePace, pace]],
  );
  const sync = async (name: PolledSource, input: Partial<SyncInput> = {}): Promise<Ending> => {
    const outcome = await courant.get(SyncSource).run({ name, ...input });
    const report = 'report' in outcome ? outcome.report : undefined;
    const row = await courant.prisma.sourceState.findUnique({ where: { name } });
    return {
      state: outcome.state,
      words: row?.lastError ?? '',
      read: report?.read ?? 0,
      faults: (report?.faults ?? []).map(({ place, reason }) => `${place}: ${reason}`),
    };
  };
  const query = async (...ids: string[]): Promise<Ending> => {
    const source = courant.get(PolledSources).openIds(ids);
    try {
      const { read, faults } = await courant.get(ImportPapers).run({ source });
      const told = faults.map(({ place, reason }) => `${place}: ${reason}`);
      return { state: 'succeeded', words: '', read, faults: told };
    } catch (error) {
      return { state: 'failed', words: (error as Error).message, read: 0, faults: [] };
    }
  };
  const forget = async () => {
    await courant.prisma.sourceState.deleteMany();
    await courant.prisma.$executeRaw`DELETE FROM request_gates`;
    server.requests.length = 0;
  };
  const stop = async () => {
    await courant.stop();
    await server.stop();
  };
  return { courant, server, pace, sync, query, forget, stop };
}
