// What an embedder made of papers and readers' texts, as matching takes it: without what all papers have in common.
import { commonTopic, type TopicVectors, withoutCommon } from '../../matching/latent/topic-vectors.js';
import { hashKey, textHash } from './kept-vector.js';

export class KeptTopics implements TopicVectors {
  private constructor(
    readonly version: string,
    private readonly common: Float32Array,
    private readonly papers: ReadonlyMap<string, Float32Array>,
    private readonly texts: ReadonlyMap<string, Float32Array>,
  ) {}

  /** @param papers by key; all of as many dimensions */
  static ofPapers(version: string, papers: ReadonlyMap<string, Float32Array>): KeptTopics {
    const [first] = papers.values();
    const common = commonTopic([...papers.values()], first?.length ?? 0);
    const own = new Map(Array.from(papers, ([key, vector]) => [key, withoutCommon(vector, common)]));
    return new KeptTopics(version, common, own, new Map());
  }

  get dimensions(): number {
    return this.common.length;
  }

  /** @param texts by hashKey(); those of other dimensions are passed over. */
  withTexts(texts: Iterable<readonly [string, Float32Array]>): KeptTopics {
    const own = new Map<string, Float32Array>();
    for (const [hash, vector] of texts)
      if (vector.length === this.dimensions) own.set(hash, withoutCommon(vector, this.common));
    return new KeptTopics(this.version, this.common, this.papers, own);
  }

  ofPaper(id: string): Float32Array | undefined {
    return this.papers.get(id);
  }

  ofText(text: string): Float32Array | undefined {
    return this.texts.get(hashKey(textHash(text)));
  }
}
