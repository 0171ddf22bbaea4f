// A template in two: what is rendered for each paper, and what stands around it.

/**
 * What stands in a template between `{{#each name}}` and its end, and the template with `mark` in its place; undefined
 * without such a loop.
 */
export function takeOutBlock(
  source: string,
  name: string,
  mark: string,
): { frame: string; block: string } | undefined {
  const loop = new RegExp(`\\{\\{#each ${name}\\}\\}\\n([\\s\\S]*?)\\{\\{/each\\}\\}\\n`);
  const block = loop.exec(source)?.[1];
  if (block === undefined) return undefined;
  const frame = source.replace(loop, (_loop, _block, at: number) =>
    source[at - 1] === '\n' ? `${mark}\n` : `\n${mark}\n`,
  );
  return { frame, block };
}
