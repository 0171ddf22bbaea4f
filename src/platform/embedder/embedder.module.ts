// The embedder, where one is configured; a model that cannot be used ends the start.
import { Module } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { Clock } from '../../shared/clock.js';
import { ConfiguredEmbedder } from './embedder.js';
import { HttpEmbedder } from './http-embedder.js';
import { OnnxEmbedder } from './onnx/onnx-embedder.js';

@Module({
  providers: [
    {
      provide: ConfiguredEmbedder,
      inject: [Config, Clock],
      useFactory: async ({ embedder }: Config, clock: Clock) => {
        if (embedder === undefined) return new ConfiguredEmbedder(undefined);
        if ('dir' in embedder) return new ConfiguredEmbedder(await OnnxEmbedder.open(embedder.dir));
        return new ConfiguredEmbedder(new HttpEmbedder({ ...embedder, now: () => clock.now() }));
      },
    },
  ],
  exports: [ConfiguredEmbedder],
})
export class EmbedderModule {}
