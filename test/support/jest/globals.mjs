// What test files import from @jest/globals: those of the file that runs, as this module too is new for each of them.
const { [Symbol.for('courant.jest.globals')]: current } = globalThis;

export const { expect, describe, it, test, beforeAll, beforeEach, afterEach, afterAll } = current;
