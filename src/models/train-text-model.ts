// Learns words and topics anew from the service's own papers, when enough of them are new.
import { Injectable } from '@nestjs/common';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { writeModel } from '../matching/model-file.js';
import { runInTurns } from '../matching/pausing.js';
import { TermCorpus } from '../matching/term-corpus.js';
import { trainModel } from '../matching/train-model.js';
import { PrismaService } from '../platform/prisma/prisma.service.js';
import { Clock } from '../shared/clock.js';
import { unpacked } from './text-models.js';

/** The model that comes with Courant has seen five times as many: fewer of one's own teach less. */
export const LEAST_PAPERS = 20_000;
/** More would not be better, and take longer. */
const MOST_PAPERS = 100_000;
/** Share of papers the last model has not seen from which on a new one is worth its while. */
const NEW_SHARE = 0.05;
const PAGE = 1_000;
/** The last one stays for workers that have not heard of the new one yet. */
const MODELS_KEPT = 2;

export type Training =
  | { state: 'trained'; version: string; paperCount: number }
  | { state: 'too few papers' | 'not needed'; paperCount: number };

/** One of an older version of Courant cannot, and nobody works with it. */
function canBeRead(data: Uint8Array): Promise<boolean> {
  return unpacked(data).then(
    () => true,
    () => false,
  );
}

@Injectable()
export class TrainTextModel {
  constructor(
    private readonly prisma: PrismaService,
    private readonly clock: Clock,
  ) {}

  /**
   * Minutes of work, in turns with whatever else the process does.
   * @param onProgress is called with the share done of learning topics, which takes longest.
   */
  async run(
    { force = false }: { force?: boolean } = {},
    onProgress?: (share: number) => void,
  ): Promise<Training> {
    const paperCount = await this.prisma.paper.count({ where: { withdrawnAt: null } });
    if (paperCount < LEAST_PAPERS && !force) return { state: 'too few papers', paperCount };
    const last = await this.prisma.textModel.findFirst({
      select: { trainedAt: true, data: true },
      orderBy: { trainedAt: 'desc' },
    });
    if (last !== null && !force && (await canBeRead(last.data))) {
      const unseen = await this.prisma.paper.count({ where: { importedAt: { gt: last.trainedAt } } });
      if (unseen < NEW_SHARE * Math.min(paperCount, MOST_PAPERS)) return { state: 'not needed', paperCount };
    }
    return this.train(onProgress);
  }

  private async train(onProgress?: (share: number) => void): Promise<Training> {
    const trainedAt = this.clock.now();
    const corpus = await this.readPapers();
    const version = `own-${trainedAt.toISOString()}`;
    const work = trainModel(version, corpus, onProgress && { onProgress });
    const model = await runInTurns(work, async () => void (await setImmediate()));
    const data = new Uint8Array(await promisify(gzip)(writeModel(model)));
    await this.prisma.textModel.create({ data: { version, data, paperCount: corpus.paperCount, trainedAt } });
    await this.dropOld();
    return { state: 'trained', version, paperCount: corpus.paperCount };
  }

  private async readPapers(): Promise<TermCorpus> {
    const corpus = new TermCorpus();
    let before: bigint | undefined;
    while (corpus.paperCount < MOST_PAPERS) {
      const page = await this.prisma.paper.findMany({
        select: { arrival: true, title: true, abstract: true, summary: true },
        where: { withdrawnAt: null, ...(before !== undefined && { arrival: { lt: before } }) },
        orderBy: { arrival: 'desc' },
        take: PAGE,
      });
      for (const { title, abstract, summary } of page) corpus.add({ title, abstract: abstract || summary });
      before = page.at(-1)?.arrival;
      if (page.length < PAGE) break;
    }
    return corpus;
  }

  private async dropOld(): Promise<void> {
    const old = await this.prisma.textModel.findMany({
      select: { version: true },
      orderBy: { trainedAt: 'desc' },
      skip: MODELS_KEPT,
    });
    await this.prisma.textModel.deleteMany({ where: { version: { in: old.map(({ version }) => version) } } });
  }
}
