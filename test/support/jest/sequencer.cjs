// The longest files first, also on a machine that has not measured them yet: there Jest goes by their size, and the
// smallest start the most processes. The last to end would keep one core while the others have nothing to do.
const { createRequire } = require('node:module');

// It comes with Jest.
const { default: Sequencer } = createRequire(require.resolve('jest'))('@jest/test-sequencer');

const LONG = [
  /chaos.(outages|random-kills|failpoints|races)/,
  /browser\.test|arxiv-daily|e2e.process\.test|sources-faults/,
  /chaos|embed|commands/,
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => place(a) - place(b));
  }
};

/** The usual order holds among those of one place. */
function place({ path }) {
  const found = LONG.findIndex((pattern) => pattern.test(path));
  return found < 0 ? LONG.length : found;
}
