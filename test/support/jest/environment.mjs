// The one realm of Node itself for every test file: no VM context, so `instanceof` holds and no library is loaded twice.
// What a file changes of the process is put back after it.

export default class NodeItself {
  global = globalThis;
  fakeTimers = null;
  fakeTimersModern = null;
  moduleMocker = null;
  /** As it is before this file: Jest has not laid its console over it yet. */
  before = { console: globalThis.console, exit: process.exit, env: { ...process.env } };

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return null;
  }

  async setup() {
    // Node knows where in the TypeScript a line comes from; Jest has just laid its own reader of source maps over that.
    process.setSourceMapsEnabled(true);
    Error.prepareStackTrace = undefined;
  }

  async teardown() {
    const { console, exit, env } = this.before;
    globalThis.console = console;
    process.exit = exit;
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
    Object.assign(process.env, env);
  }
}
