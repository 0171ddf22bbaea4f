// What a scraper must be able to read.
import { describe, expect, it } from '@jest/globals';
import { prometheusText } from './prometheus-text.js';

describe('prometheusText', () => {
  it('gives each metric its help, its type and a line a sample', () => {
    const text = prometheusText([
      { name: 'courant_a', help: 'What it is.', samples: [{ value: 1.5 }] },
      {
        name: 'courant_b',
        help: 'Two.',
        samples: [{ labels: { date: '2026-06-29', state: 'built' }, value: 0 }],
      },
      { name: 'courant_c', help: 'None yet.', samples: [] },
    ]);
    expect(text).toBe(
      '# HELP courant_a What it is.\n# TYPE courant_a gauge\ncourant_a 1.5\n' +
        '# HELP courant_b Two.\n# TYPE courant_b gauge\ncourant_b{date="2026-06-29",state="built"} 0\n' +
        '# HELP courant_c None yet.\n# TYPE courant_c gauge\n',
    );
  });

  it('escapes what would end a label or a line', () => {
    const text = prometheusText([
      { name: 'm', help: 'a\\b\nc', samples: [{ labels: { reply: 'say "no"\\\n' }, value: 1 }] },
    ]);
    expect(text).toBe('# HELP m a\\\\b\\nc\n# TYPE m gauge\nm{reply="say \\"no\\"\\\\\\n"} 1\n');
  });
});
