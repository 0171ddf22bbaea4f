// Repositories on GitHub as people type them in.
import { describe, expect, it } from '@jest/globals';
import { codeAddress, githubRepository } from './github-repository.js';

describe('a repository on GitHub', () => {
  it.each([
    'https://github.com/o-1/r_2.js',
    'http://github.com/o-1/r_2.js',
    'https://www.github.com/o-1/r_2.js/',
    'https://GitHub.com/o-1/r_2.js.git',
    'github.com/o-1/r_2.js',
    'git@github.com:o-1/r_2.js.git',
    'ssh://git@github.com/o-1/r_2.js.git',
    'https://github.com/o-1/r_2.js/tree/main/src?tab=readme#top',
    ' o-1/r_2.js ',
  ])('%s', (text) => {
    expect(githubRepository(text)).toBe('https://github.com/o-1/r_2.js');
  });

  it.each([
    '',
    'o',
    'https://github.com/',
    'https://github.com/o',
    'https://github.com/o/',
    'https://github.com/o/..',
    'https://github.com/topics/llm',
    'https://github.com@example.org/o/r',
    'https://example.org/o/r',
    'https://o.github.io/r',
    'javascript:alert(1)/x',
    'o/r"><script>',
    '-o/r',
  ])('is not %j', (text) => {
    expect(githubRepository(text)).toBeNull();
  });

  it('is not the only place for code, but the others must be https', () => {
    expect(codeAddress('https://gitlab.com/o/r')).toBe('https://gitlab.com/o/r');
    expect(codeAddress('o/r')).toBe('https://github.com/o/r');
    expect(codeAddress('http://gitlab.com/o/r')).toBeNull();
    expect(codeAddress('https://github.com@example.org/o/r')).toBeNull();
    expect(codeAddress('soon')).toBeNull();
  });
});
