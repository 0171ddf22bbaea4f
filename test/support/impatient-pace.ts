// Sources as tests ask them: the same lanes, retries and growing waits, in milliseconds.
import { SourcePace } from '../../src/papers/sources/source-client.js';

export class ImpatientPace extends SourcePace {
  override readonly attempts = 3;
  override readonly firstWaitMs = 25;
  override longestWaitMs = 200;
  override readonly maxWaitMs = 8_000;
  override readonly laneFactor = 0.001;
  override timeoutMs: number | undefined = 10_000;
}
