// The little of onnxruntime-node that is used. It is no dependency: who wants a model of her own installs it.

export interface Tensor {
  readonly dims: readonly number[];
  readonly data: unknown;
}

export interface Session {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>>;
}

export interface Runtime {
  InferenceSession: { create(path: string): Promise<Session> };
  Tensor: new (type: 'int64', data: BigInt64Array, dims: readonly number[]) => Tensor;
}

const PACKAGE: string = 'onnxruntime-node';

/** @throws whatever Node says when the package is not there */
export async function loadRuntime(): Promise<Runtime> {
  const loaded = (await import(PACKAGE)) as Runtime & { default?: Runtime };
  return loaded.default ?? loaded;
}
