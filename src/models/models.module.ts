// What the service has learned from its papers.
import { Module } from '@nestjs/common';
import { TextModels } from './text-models.js';
import { TrainTextModel } from './train-text-model.js';

const useCases = [TextModels, TrainTextModel];

@Module({ providers: useCases, exports: useCases })
export class ModelsModule {}
