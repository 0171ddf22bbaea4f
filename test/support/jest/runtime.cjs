// Jest's own runtime loads every module anew for each test file, in a VM: for a file that starts the service these are two
// seconds of CPU. This one lets Node load them, once in each worker; only the tests' own modules are new each time.
const { pathToFileURL } = require('node:url');
const { loadTypeScript } = require('./load-typescript.cjs');

let loads = 0;

module.exports = class NodeRuntime {
  constructor() {
    loadTypeScript();
  }

  requireInternalModule(path) {
    // Jest's collector of tests keeps its state in the module: one for each file.
    delete require.cache[path];
    for (const symbol of Object.getOwnPropertySymbols(globalThis))
      if (['JEST_STATE_SYMBOL', 'EVENT_HANDLERS'].includes(symbol.description)) delete globalThis[symbol];
    return require(path);
  }

  requireModule(path) {
    return require(path);
  }

  setGlobalsForRuntime(globals) {
    globalThis[Symbol.for('courant.jest.globals')] = globals;
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(path) {
    loads += 1;
    await import(`${pathToFileURL(path).href}?load=${loads}`);
  }

  getSourceMaps() {
    return new Map();
  }

  getAllCoverageInfoCopy() {}

  enterTestCode() {}

  leaveTestCode() {}

  teardown() {}
};
