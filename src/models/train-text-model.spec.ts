// When words and topics are learned anew.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { writeModel } from '../matching/model-file.js';
import { trainTextModel } from '../matching/text-model.js';
import type { PrismaService } from '../platform/prisma/prisma.service.js';
import { SystemClock } from '../shared/clock.js';
import { LEAST_PAPERS, TrainTextModel } from './train-text-model.js';

/** Enough papers, none of them new since the last model. */
function trainingAfter(last: Uint8Array): TrainTextModel {
  const prisma = {
    paper: {
      count: ({ where }: { where: object }) => ('importedAt' in where ? 0 : LEAST_PAPERS),
      findMany: () => [],
    },
    textModel: {
      findFirst: () => ({ trainedAt: new Date(0), data: last }),
      create: () => undefined,
      findMany: () => [],
      deleteMany: () => undefined,
    },
  };
  return new TrainTextModel(prisma as unknown as PrismaService, new SystemClock());
}

describe('learning anew', () => {
  it('waits for new papers while there is a model to work with', async () => {
    const training = trainingAfter(gzipSync(writeModel(trainTextModel([]))));
    expect(await training.run()).toMatchObject({ state: 'not needed' });
  });

  it('does not wait when the last model is of a format that is read no more', async () => {
    const training = trainingAfter(gzipSync('{"format":"courant-text-model 1"}\n'));
    expect(await training.run()).toMatchObject({ state: 'trained' });
  });
});
