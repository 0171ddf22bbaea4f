// Line numbers of places in a text, asked for in rising order, so that the text is counted once.

/** @returns a function that takes rising places and gives their line, from 1. */
export function lineCounter(text: string): (at: number) => number {
  let line = 1;
  let counted = 0;
  return (at) => {
    let newline = text.indexOf('\n', counted);
    while (newline !== -1 && newline < at) {
      line += 1;
      counted = newline + 1;
      newline = text.indexOf('\n', counted);
    }
    return line;
  };
}
