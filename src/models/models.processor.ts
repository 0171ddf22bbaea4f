// Jobs of the models queue: one at a time, so that learning never takes more than one worker's patience.
import { Processor } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { handle, JobProcessor } from '../platform/queue/job-processor.js';
import { EmbedTexts } from './embeddings/embed-texts.js';
import { embedTexts, trainTextModel } from './models.jobs.js';
import { TrainTextModel } from './train-text-model.js';

@Processor('models', { concurrency: 1 })
export class ModelsProcessor extends JobProcessor {
  protected readonly handlers = [
    handle(trainTextModel, () => this.train()),
    handle(embedTexts, () => this.embedding.run()),
  ];
  private readonly told = new Logger('Text model');

  constructor(
    private readonly training: TrainTextModel,
    private readonly embedding: EmbedTexts,
  ) {
    super();
  }

  private async train(): Promise<string> {
    const outcome = await this.training.run();
    if (outcome.state === 'trained')
      this.told.log(`Learned anew from ${outcome.paperCount} papers: ${outcome.version}.`);
    return outcome.state;
  }
}
