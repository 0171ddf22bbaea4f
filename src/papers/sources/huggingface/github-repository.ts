// The address of a repository on GitHub, however it was typed in.
import { readHttpsUrl } from '../raw-values.js';

const OWNER = /^[A-Za-z\d](?:[A-Za-z\d-]{0,38})$/;
const NAME = /^[\w.-]{1,100}$/;
/** First parts of GitHub addresses that are no owners. */
const NO_OWNERS = new Set([
  'about',
  'features',
  'orgs',
  'topics',
  'search',
  'sponsors',
  'settings',
  'marketplace',
]);

/**
 * @param text `https://github.com/o/r`, also with `.git` or a path within; `github.com/o/r`; `git@github.com:o/r`; `o/r`
 * @returns `https://github.com/o/r`, or null when it names no repository there
 */
export function githubRepository(text: string): string | null {
  const path = text
    .trim()
    .slice(0, 500)
    .replace(
      /^(?:https?:\/\/(?:www\.)?github\.com\/|(?:www\.)?github\.com\/|(?:ssh:\/\/)?git@github\.com[:/])/i,
      '',
    );
  const [owner = '', repository = ''] = (path.split(/[?#]/)[0] ?? '').split('/');
  const name = repository.replace(/\.git$/i, '');
  const isRepository =
    OWNER.test(owner) && !NO_OWNERS.has(owner.toLowerCase()) && NAME.test(name) && !/^\.+$/.test(name);
  return isRepository ? `https://github.com/${owner}/${name}` : null;
}

/** The address of a paper's code: a repository on GitHub, or else any https address. */
export function codeAddress(text: string): string | null {
  return githubRepository(text) ?? readHttpsUrl(text);
}
