// Character references of HTML: numeric ones, and the names that sources of papers use.

const NAMED = `amp & lt < gt > quot " apos ' nbsp \u00a0 ensp \u2002 emsp \u2003 thinsp \u2009 shy \u00ad iexcl ¡ cent ¢ pound £
 curren ¤ yen ¥ brvbar ¦ sect § uml ¨ copy © ordf ª laquo « not ¬ reg ® macr ¯ deg ° plusmn ± sup2 ² sup3 ³ acute ´
 micro µ para ¶ middot · cedil ¸ sup1 ¹ ordm º raquo » frac14 ¼ frac12 ½ frac34 ¾ iquest ¿ Agrave À Aacute Á Acirc Â
 Atilde Ã Auml Ä Aring Å AElig Æ Ccedil Ç Egrave È Eacute É Ecirc Ê Euml Ë Igrave Ì Iacute Í Icirc Î Iuml Ï ETH Ð
 Ntilde Ñ Ograve Ò Oacute Ó Ocirc Ô Otilde Õ Ouml Ö times × Oslash Ø Ugrave Ù Uacute Ú Ucirc Û Uuml Ü Yacute Ý THORN Þ
 szlig ß agrave à aacute á acirc â atilde ã auml ä aring å aelig æ ccedil ç egrave è eacute é ecirc ê euml ë igrave ì
 iacute í icirc î iuml ï eth ð ntilde ñ ograve ò oacute ó ocirc ô otilde õ ouml ö divide ÷ oslash ø ugrave ù uacute ú
 ucirc û uuml ü yacute ý thorn þ yuml ÿ OElig Œ oelig œ Scaron Š scaron š Zcaron Ž zcaron ž Ccaron Č ccaron č Yuml Ÿ
 fnof ƒ circ ˆ tilde ˜ Lstrok Ł lstrok ł cacute ć Cacute Ć nacute ń sacute ś Sacute Ś zacute ź eogon ę aogon ą ecaron ě
 rcaron ř uring ů gbreve ğ scedil ş Scedil Ş inodot ı Idot İ
 Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ Omicron Ο Pi Π
 Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω alpha α beta β gamma γ delta δ epsilon ε epsi ε zeta ζ eta η
 theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigmaf ς sigma σ tau τ upsilon υ phi φ chi χ psi ψ
 omega ω thetasym ϑ upsih ϒ piv ϖ ndash – mdash — lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † Dagger ‡
 bull • hellip … permil ‰ prime ′ Prime ″ lsaquo ‹ rsaquo › oline ‾ frasl ⁄ euro € trade ™ larr ← uarr ↑ rarr → darr ↓
 harr ↔ rArr ⇒ hArr ⇔ lArr ⇐ forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ prod ∏ sum ∑ minus − lowast ∗
 radic √ prop ∝ infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ there4 ∴ sim ∼ cong ≅ asymp ≈ ap ≈ ne ≠ equiv ≡ le ≤ ge ≥ les ≲
 sub ⊂ sup ⊃ nsub ⊄ sube ⊆ supe ⊇ oplus ⊕ otimes ⊗ perp ⊥ sdot ⋅ lang ⟨ rang ⟩ ell ℓ hbar ℏ angst Å odot ⊙ lsim ≲ gsim ≳
 hyphen ‐ dash ‐ lpar ( rpar ) lsqb [ rsqb ] lcub { rcub } comma , period . colon : semi ; num # percnt % dollar $ ast *
 plus + equals = lowbar _ verbar | sol / bsol \\ commat @ excl ! quest ? grave \` Hat ^`;

const NAMES = new Map(
  [...NAMED.matchAll(/(\w+) (\S|[\u00a0\u2002\u2003\u2009])[ \n]*/g)].map(([, name = '', sign = '']) => [
    name,
    sign,
  ]),
);
const REFERENCE = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,11}));/g;
/** What browsers read &#128; to &#159; as: the bytes of Windows. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Twice, for text that was escaped once too often; names nobody knows stay. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const once = text.replace(REFERENCE, decode);
  return once.includes('&') ? once.replace(REFERENCE, decode) : once;
}

function decode(reference: string, decimal?: string, hexadecimal?: string, name?: string): string {
  if (name !== undefined) return NAMES.get(name) ?? reference;
  return characterAt(decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal));
}

/** @returns '' for what is no character */
export function characterAt(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return WINDOWS.charAt(code - 0x80);
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
}
