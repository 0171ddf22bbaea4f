// English that is left in a page of another language: in what it shows, and in what it says to screen readers. Papers and
// the names of fields are English in every language and are marked so (lang="en").

const ENGLISH =
  /(?:^|[^\p{L}-])(the|The|you|You|your|Your|and|with|With|this|This|that|is|are|Please|please|of|from|From|what|What|why|Why|how|How|when|has|have|will|it|It|each|every|nothing|Nothing|or|by|on|to|To|No|Save|Send|more|papers|Error)(?=$|[^\p{L}])/u;
const LATIN_WORDS = /[A-Za-z]{2,}(?:[ ,’']+[A-Za-z]{2,})+/;

/** @param data texts that are no words of ours: names, addresses, what a reader typed; @returns what is English */
export function leftOverEnglish(html: string, language: string, data: readonly string[]): string[] {
  return spokenTexts(html).filter((text) => {
    const rest = data.reduce((left, known) => left.replaceAll(known, ''), text);
    return ENGLISH.test(rest) || (language === 'zh' && LATIN_WORDS.test(rest));
  });
}

function spokenTexts(html: string): string[] {
  // What stands in a text field was typed, or is code.
  const ours = withoutEnglishParts(
    html.replace(/<(script|style)\b[^]*?<\/\1>|<!doctype html>|(?<=<textarea[^>]*>)[^<]*/g, ''),
  );
  const spoken = [...ours.matchAll(/ (?:aria-label|alt|placeholder|title)="([^"]*)"/g)];
  const texts = [...ours.replace(/<[^>]*>/g, '\n').split('\n'), ...spoken.map(([, text = '']) => text)];
  return texts
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => text !== '' && !/^[\w/ +-]+\/[\w/ +-]+$/.test(text));
}

/** Elements marked as English go, with all that is in them. */
function withoutEnglishParts(html: string): string {
  const start = /<(\w+)[^>]* lang="en"[^>]*>/.exec(html);
  if (!start || start[1] === 'html') return html;
  const tags = new RegExp(`<(/?)${start[1]}\\b[^>]*>`, 'g');
  tags.lastIndex = start.index;
  let depth = 0;
  for (let tag = tags.exec(html); tag; tag = tags.exec(html)) {
    depth += tag[1] === '/' ? -1 : 1;
    if (depth === 0) {
      return withoutEnglishParts(html.slice(0, start.index) + html.slice(tags.lastIndex));
    }
  }
  throw new Error(`An element <${start[1]} lang="en"> is never closed`);
}
