// Splits prose of abstracts into sentences; abbreviations, initials and decimals do not end one.

/** After these a sentence goes on, whatever follows. */
const NEVER_LAST = new Set(
  `e.g i.e vs cf viz fig figs eq eqs eqn eqns sec sect secs ref refs tab tabs ch chap app thm lem prop def dr prof mr mrs ms
 st approx ca resp w.r.t i.i.d a.k.a incl vol ed eds phys lett astron astrophys rev proc mt`.split(/\s+/),
);
/** After these it may be over: what follows tells. */
const SELDOM_LAST = /^(?:al|etc|inc|ltd|jr|sr|u\.s|u\.k|u\.s\.a|a\.m|p\.m|ph\.d|\p{L})$/u;
const STARTERS = new Set(
  `we our the this these those in it its for to by with as however here using based while when although such both
 moreover furthermore additionally finally thus therefore hence instead on at from unlike since results experiments a an
 there they their i is are can does do what how why extensive empirical through over among across one`.split(
    /\s+/,
  ),
);
const OPENING = String.raw`["'“‘([{]*`;
const CLOSING = String.raw`["'”’)\]}]*`;
const NEXT = String.raw`\s+${OPENING}(?:[\p{Lu}\p{Lt}\p{Lo}\p{N}\p{Sm}]|\p{Ll}+\p{Lu}|(?:we|our|this)\s)`;
/**
 * Where a sentence may end; or where the space behind its end was forgotten; or is none, as in Chinese. Each begins with
 * its sign, not with a look behind, which would be tried at every character.
 */
const END = new RegExp(
  String.raw`[.!?…]+${CLOSING}(?=${NEXT}|\s*$)|\.(?<=\p{Ll}{4}\.)(?=\p{Lu}\p{Ll}+[\s-])|[。！？]+[”’」』）]*`,
  'gu',
);
const LAST_WORD = /([\p{L}](?:[\p{L}.]*\p{L})?)$/u;

/** @returns the sentences in order, trimmed; together they are the whole text */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  let start = 0;
  for (const end of text.matchAll(END)) {
    const stop = end.index + end[0].length;
    if (stop < text.length && end[0].startsWith('.') && goesOn(text, end.index, stop)) continue;
    sentences.push(text.slice(start, stop).trim());
    start = stop;
  }
  if (text.slice(start).trim() !== '') sentences.push(text.slice(start).trim());
  return sentences.filter((sentence) => sentence !== '');
}

function goesOn(text: string, dot: number, stop: number): boolean {
  const word = LAST_WORD.exec(text.slice(Math.max(0, dot - 24), dot))?.[1]?.toLowerCase();
  if (word === undefined) return false;
  const next = /^\s*["'“‘([{]*([\p{L}\p{N}]*)/u.exec(text.slice(stop, stop + 40))?.[1] ?? '';
  if (NEVER_LAST.has(word)) return true;
  if (word === 'no' || word === 'nos') return /^\d/.test(next);
  if (!SELDOM_LAST.test(word)) return false;
  return !STARTERS.has(next.toLowerCase());
}
