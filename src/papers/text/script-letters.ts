// Which characters Unicode has as superscripts and subscripts.
const PAIRS = {
  sup: '0⁰ 1¹ 2² 3³ 4⁴ 5⁵ 6⁶ 7⁷ 8⁸ 9⁹ +⁺ −⁻ -⁻ =⁼ (⁽ )⁾ aᵃ bᵇ cᶜ dᵈ eᵉ fᶠ gᵍ hʰ iⁱ jʲ kᵏ lˡ mᵐ nⁿ oᵒ pᵖ rʳ sˢ tᵗ uᵘ vᵛ wʷ xˣ yʸ zᶻ',
  sub: '0₀ 1₁ 2₂ 3₃ 4₄ 5₅ 6₆ 7₇ 8₈ 9₉ +₊ −₋ -₋ =₌ (₍ )₎ aₐ eₑ hₕ iᵢ jⱼ kₖ lₗ mₘ nₙ oₒ pₚ rᵣ sₛ tₜ uᵤ vᵥ xₓ',
} as const;

const TABLES = { sup: tableOf(PAIRS.sup), sub: tableOf(PAIRS.sub) };

/** @returns the text in script letters, or undefined when one of its characters has none */
export function scripted(text: string, mark: 'sub' | 'sup'): string | undefined {
  let letters = '';
  for (const character of text) {
    const letter = TABLES[mark].get(character);
    if (letter === undefined) return undefined;
    letters += letter;
  }
  return letters;
}

function tableOf(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));
}
