// For specs: queries and papers made by chance, the same for the same seed.

export type Random = <T>(choices: readonly T[]) => T;

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed;
  return (choices) => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return choices[((value ^ (value >>> 14)) >>> 0) % choices.length] as (typeof choices)[number];
  };
}

const WORDS = [
  'graph',
  'graphs',
  'net',
  'multi-modal',
  'multimodal',
  'modal',
  'the',
  'of',
  'gpt-4',
  'gpt4',
  'C++',
  '深度学习',
  '度',
];
const OPERATORS = [' ', ' ', ' AND ', ' OR ', ' NOT ', ' AND NOT '];
const FIELDS = ['', '', '', 'title:', 'abstract:'];

export function randomQuery(random: Random, depth = 0): string {
  let query = '';
  for (let count = random([1, 1, 2, 3]); count > 0; count -= 1) {
    const isGroup = depth < 3 && random([false, false, true]);
    query += random(FIELDS) + (isGroup ? `(${randomQuery(random, depth + 1)})` : randomTerm(random));
    if (count > 1) query += random(OPERATORS);
  }
  return random(['', '', '', '', 'NOT ']) + query;
}

function randomTerm(random: Random): string {
  const kind = random(['word', 'word', 'phrase', 'prefix', 'category', 'author']);
  if (kind === 'prefix') return random(['gra*', 'mod*', 'multi-mo*', 'ne*']);
  if (kind === 'category') return random(['category:cs', 'category:cs.LG', 'category:math']);
  if (kind === 'author')
    return random(['author:LeCun', 'author:"Y. LeCun"', 'author:Wei', 'author:"W. Wang"']);
  return kind === 'word' ? random(WORDS) : `"${random(WORDS)} ${random(WORDS)}"`;
}

export function randomText(random: Random): string {
  let text = '';
  for (let count = random([0, 2, 4, 7]); count > 0; count -= 1) {
    text += random(WORDS) + random([' ', ' ', ' ', '. ', '/']);
  }
  return text;
}
