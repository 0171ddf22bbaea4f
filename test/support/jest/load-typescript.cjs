// Teaches this process to import TypeScript, once.
const { register } = require('node:module');
const { pathToFileURL } = require('node:url');

let isTaught = false;

exports.loadTypeScript = () => {
  if (isTaught) return;
  register('./loader.mjs', pathToFileURL(__filename));
  isTaught = true;
};
