import { availableParallelism } from 'node:os';

/** Node itself loads the tests, as it loads the service: see test/support/jest. `npm run check` looks at the types. */
export default {
  testEnvironment: '<rootDir>/test/support/jest/environment.mjs',
  runtime: '<rootDir>/test/support/jest/runtime.cjs',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.test.ts'],
  // swc compiles as Node loads (test/support/jest/loader.mjs).
  transform: {},
  testSequencer: '<rootDir>/test/support/jest/sequencer.cjs',
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // Jest would leave one core idle; tests wait for servers half of their time.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // A start of the service takes two seconds of a quiet machine, and half a minute where ten others want its cores.
  testTimeout: 60_000,
  // A worker that has grown makes room for a fresh one.
  workerIdleMemoryLimit: '1GB',
};
