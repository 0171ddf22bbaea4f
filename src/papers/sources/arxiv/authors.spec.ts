// Names out of the one text that arXiv sends for all authors.
import { describe, expect, it } from '@jest/globals';
import { splitAuthors } from './authors.js';

describe('authors in one text', () => {
  it.each([
    ['Ada Lovelace, Alan Turing', ['Ada Lovelace', 'Alan Turing']],
    ['Ada Lovelace (London, 1), Alan Turing (2)', ['Ada Lovelace', 'Alan Turing']],
    ['A. One ((1) Here, (2) There, and Nowhere), B. Two', ['A. One', 'B. Two']],
    ['Ada Lovelace and Alan Turing', ['Ada Lovelace', 'Alan Turing']],
    ['Ada Lovelace, Alan Turing, and Grace Hopper', ['Ada Lovelace', 'Alan Turing', 'Grace Hopper']],
    ['Alexander Sand, Fernand Andersen', ['Alexander Sand', 'Fernand Andersen']],
    ['The ATLAS Collaboration', ['The ATLAS Collaboration']],
    ['Ada Lovelace) , Alan Turing', ['Ada Lovelace)', 'Alan Turing']],
    ['Ada Lovelace), Alan Turing (1, 2), Grace Hopper', ['Ada Lovelace)', 'Alan Turing', 'Grace Hopper']],
    ['Ada Lovelace (London, Alan Turing', ['Ada Lovelace (London', 'Alan Turing']],
    ['', []],
    [' , ; ', []],
  ])('%j', (text, names) => {
    expect(splitAuthors(text)).toEqual(names);
  });

  it('are split in good time whatever they are', () => {
    const started = performance.now();
    for (const part of ['(', ' ', ', ', ' and', '( )']) splitAuthors(part.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
