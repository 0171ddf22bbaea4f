// What the service has learned from its papers.
import { Module } from '@nestjs/common';
import { EmbedderModule } from '../platform/embedder/embedder.module.js';
import { EmbedTexts } from './embeddings/embed-texts.js';
import { Embeddings } from './embeddings/embeddings.js';
import { TextModels } from './text-models.js';
import { TrainTextModel } from './train-text-model.js';

const useCases = [TextModels, TrainTextModel, Embeddings, EmbedTexts];

@Module({ imports: [EmbedderModule], providers: useCases, exports: useCases })
export class ModelsModule {}
