// TeX commands that are one sign or one fixed text, grouped by how mathematics sets space around them.

export type AtomKind = 'text' | 'relation' | 'binary' | 'function' | 'open' | 'close' | 'space' | 'script';

const LETTERS = `alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
 varkappa ϰ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ
 varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ varTheta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ
 Omega Ω Alpha Α Beta Β digamma ϝ upmu μ textmu μ ohm Ω eps ε
 ell ℓ hbar ℏ hslash ℏ imath ı jmath ȷ Re Re Im Im aleph ℵ beth ℶ partial ∂ nabla ∇ infty ∞ lambdabar ƛ wp ℘ eth ð
 emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ degree ° deg ° degr ° arcdeg °
 textdegree ° prime ′ dprime ″ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigoplus ⨁
 bigotimes ⨂ bigwedge ⋀ bigvee ⋁ star ⋆ bigstar ★ ast * bullet • circ ∘ Box □ square □ blacksquare ■ Diamond ◇
 diamond ⋄ triangle △ bigtriangleup △ blacktriangle ▲ triangledown ▽ lozenge ◊ odot ⊙ sun ☉ astrosun ☉ earth ♁
 oplus ⊕ dagger † dag † ddagger ‡ ddag ‡ S § P ¶ copyright © textcopyright © textregistered ® circledR ®
 texttrademark ™ pounds £ textsterling £ euro € EUR € texteuro € yen ¥ checkmark ✓ cmark ✓ xmark ✗ spadesuit ♠
 heartsuit ♥ diamondsuit ♦ clubsuit ♣ sharp ♯ flat ♭ natural ♮ ldots … dots … cdots ⋯ dotsc … dotsb ⋯ vdots ⋮
 ddots ⋱ textellipsis … textendash – textemdash — textquoteleft ‘ textquoteright ’ textquotedblleft “
 textquotedblright ” textquotesingle ' textless < textgreater > textbar | textbackslash \\ backslash \\
 textasciitilde ~ textasciicircum ^ textunderscore _ textbullet • textperthousand ‰ perthousand ‰
 textpertenthousand ‱ textonehalf ½ guillemotleft « guillemotright » AA Å aa å angstrom Å Angstrom Å
 o ø O Ø l ł L Ł ss ß ae æ AE Æ oe œ OE Œ i ı j ȷ dh ð DH Ð th þ TH Þ dj đ DJ Đ ng ŋ NG Ŋ
 vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ slash / colon : lbrack [ rbrack ] P ¶ surd √ complement ∁ arcsec ″ arcmin ′
 LaTeX LaTeX TeX TeX BibTeX BibTeX eg e.g. ie i.e. etc etc. etal et\u00a0al. etaw η_w
 kms km\u00a0s⁻¹ Msun M_⊙ msun M_⊙ MSun M_⊙ MSUN M_⊙ Lsun L_⊙ lsun L_⊙ Zsun Z_⊙ zsun Z_⊙ Rsun R_⊙ rsun R_⊙
 kpc kpc Mpc Mpc pc pc Gpc Gpc Gyr Gyr Myr Myr um μm micron μm microns μm mum μm HI H\u00a0I HII H\u00a0II hi H\u00a0I
 hii H\u00a0II HeII He\u00a0II heii He\u00a0II CIV C\u00a0IV civ C\u00a0IV OVI O\u00a0VI OI O\u00a0I OII [O\u00a0II]
 oii [O\u00a0II] OIII [O\u00a0III] oiii [O\u00a0III] NII [N\u00a0II] nii [N\u00a0II] SII [S\u00a0II] MgII Mg\u00a0II
 mgii Mg\u00a0II Lya Lyα lya Lyα Lyb Lyβ Ha Hα ha Hα halpha Hα Halpha Hα Hb Hβ Hbeta Hβ hbeta Hβ
 Teff T_eff teff T_eff logg log\u00a0g feh [Fe/H] FeH [Fe/H] vsini v\u00a0sin\u00a0i Vsini v\u00a0sin\u00a0i
 LCDM ΛCDM lcdm ΛCDM LambdaCDM ΛCDM Euclid Euclid Gaia Gaia gaia Gaia Planck Planck planck Planck jwst JWST hst HST
 Chandra Chandra`;

const RELATIONS = `sim ∼ thicksim ∼ simeq ≃ approx ≈ cong ≅ equiv ≡ asymp ≍ doteq ≐ propto ∝ varpropto ∝ le ≤ leq ≤
 leqslant ≤ leqq ≤ ge ≥ geq ≥ geqslant ≥ geqq ≥ lt < gt > ll ≪ gg ≫ lll ⋘ ggg ⋙ lesssim ≲ lessapprox ≲ gtrsim ≳
 gtrapprox ≳ lessgtr ≶ la ≲ ga ≳ lsim ≲ gsim ≳ neq ≠ ne ≠ in ∈ ni ∋ notin ∉ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇
 subsetneq ⊊ sqsubset ⊏ sqsubseteq ⊑ prec ≺ preceq ⪯ succ ≻ succeq ⪰ mid | parallel ∥ nparallel ∦ perp ⊥ models ⊨
 vDash ⊨ vdash ⊢ dashv ⊣ to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵ leftrightarrow ↔
 longleftrightarrow ⟷ Rightarrow ⇒ Longrightarrow ⟹ implies ⟹ Leftarrow ⇐ Leftrightarrow ⇔ iff ⟺ mapsto ↦
 longmapsto ⟼ hookrightarrow ↪ rightleftharpoons ⇌ leftrightharpoons ⇋ rightharpoonup ⇀ nrightarrow ↛ nearrow ↗
 searrow ↘ swarrow ↙ nwarrow ↖ leadsto ⇝ rightsquigarrow ⇝ multimap ⊸ bowtie ⋈ coloneqq ≔ triangleq ≜ nsim ≁
 uparrow ↑ downarrow ↓ Uparrow ⇑ Downarrow ⇓ updownarrow ↕ textrightarrow → textleftarrow ←`;

const BINARIES = `times × div ÷ pm ± mp ∓ cdot · cap ∩ cup ∪ sqcup ⊔ uplus ⊎ vee ∨ lor ∨ wedge ∧ land ∧ setminus ∖
 smallsetminus ∖ otimes ⊗ ominus ⊖ oslash ⊘ circledast ⊛ ltimes ⋉ rtimes ⋊ amalg ⨿ boxtimes ⊠ boxplus ⊞`;

const FUNCTIONS = `log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan min max inf sup lim
 limsup liminf arg argmin argmax det dim ker deg gcd Pr hom sgn tr rank diag poly`;

const OPENERS = `langle ⟨ lceil ⌈ lfloor ⌊ lbrace { { {`;
const CLOSERS = `rangle ⟩ rceil ⌉ rfloor ⌋ rbrace } } }`;

const SYMBOLS = new Map<string, { text: string; kind: AtomKind }>();
add(LETTERS, 'text');
add(RELATIONS, 'relation');
add(BINARIES, 'binary');
add(FUNCTIONS.replace(/\S+/g, '$& $&'), 'function');
add(OPENERS, 'open');
add(CLOSERS, 'close');
SYMBOLS.set('deg', { text: '°', kind: 'text' });

/** Characters that already are signs of mathematics, with their kind. */
const KINDS = new Map<string, AtomKind>([
  ...['=', '<', '>', '∣'].map((sign) => [sign, 'relation'] as const),
  ...['+', '-', '−', '/'].map((sign) => [sign, 'binary'] as const),
  ...['(', '['].map((sign) => [sign, 'open'] as const),
  ...[')', ']'].map((sign) => [sign, 'close'] as const),
]);
for (const { text, kind } of SYMBOLS.values()) {
  if ((kind === 'relation' || kind === 'binary') && text !== '|') KINDS.set(text, kind);
}

/** @param command its name without the backslash */
export function symbolOf(command: string): { text: string; kind: AtomKind } | undefined {
  return SYMBOLS.get(command);
}

export function kindOf(sign: string): AtomKind {
  return KINDS.get(sign) ?? 'text';
}

function add(table: string, kind: AtomKind): void {
  const words = table.split(/[ \n]+/);
  for (let i = 0; i + 1 < words.length; i += 2)
    SYMBOLS.set(words[i] ?? '', { text: words[i + 1] ?? '', kind });
}
