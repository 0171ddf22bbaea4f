import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { hasMarks, plainOf, readRichText } from './rich-text.js';
import type { Segment } from './segment.js';

const marks: readonly Segment['mark'][] = [undefined, 'sub', 'sup', 'em'];
const shared = process.env.COURANT_SHARED ?? '../shared';
const plain = (source: string): string => plainOf(readRichText(source));

describe('TeX in text', () => {
  it.each([
    [String.raw`Schr\"{o}dinger, caf\'e, {\o}re, Fran\c{c}ois`, 'Schrödinger, café, øre, François'],
    [String.raw`\v{S}koda, \'{\i}, \'\i, na\"\i ve, Erd\H os, \L\'od\'z`, 'Škoda, í, í, naïve, Erdős, Łódź'],
    [String.raw`Pietrzy\' nski and Nguy\~ên`, 'Pietrzyński and Nguyễn'],
    [String.raw`10\% of A\&B, \#1, a\_b, \$5`, '10% of A&B, #1, a_b, $5'],
    ["a---b, pages 3--5, ``quoted'', `single', it's", "a—b, pages 3–5, “quoted”, ‘single’, it's"],
    ["''Classic'' and ``half\" quoted", '“Classic” and “half” quoted'],
    ['run it with --verbose -->', 'run it with --verbose -->'],
    ['Fig.~2 of Arp~143 in \\TeX', 'Fig. 2 of Arp 143 in TeX'],
    ['at z~2, for ~5 kpc, $\\sim$', 'at z~2, for ~5 kpc, ∼'],
    ['{BERT} and {G}PT in mod{è}les', 'BERT and GPT in modèles'],
    ['the set {a, b} and {"k": 1}', 'the set {a, b} and {"k": 1}'],
    [String.raw`\textsc{Name} {\sc small} \texttt{code} \textbf{b} \mbox{box}`, 'Name small code b box'],
    [String.raw`as in \cite{a,b}, Section~\ref{s} (\citep[see][p.~3]{c}).`, 'as in, Section.'],
    [
      String.raw`\url{https://a.b/c_d~e} \href{https://x.y/z}{our site} \href{https://x.y/z}{here}`,
      'https://a.b/c_d~e our site https://x.y/z',
    ],
    [String.raw`x\footnote{See \url{http://a}.} and \unicode{x2013} \char"00E9`, 'x (See http://a.) and – é'],
    [String.raw`PCBA \\ via, \noindent end\par`, 'PCBA via, end'],
    [String.raw`\b{eta}-VAE with \r{ho}, 10 \r{A}`, 'β-VAE with ρ, 10 Å'],
    ['TEM^3-Learning, UFO^3, 10^-5 cm^{-2}', 'TEM³-Learning, UFO³, 10⁻⁵ cm⁻²'],
    ['H_0, snake_case_name, layer_0, ^_^', 'H₀, snake_case_name, layer_0, ^_^'],
    ['R^textbf{2}AI', 'R²AI'],
  ])('%s', (source, expected) => {
    expect(plain(source)).toBe(expected);
  });

  it('keeps a macro nobody knows as it was typed, but a name in capitals as the name', () => {
    expect(plain(String.raw`We propose \method{}, \ECUAS{n} and \JADES`)).toBe(
      String.raw`We propose \method, \ECUAS{n} and JADES`,
    );
  });
});

describe('mathematics', () => {
  it.each([
    [String.raw`$z \sim 2$ and $z\sim2$`, 'z ∼ 2 and z ∼ 2'],
    [String.raw`$\sim 10$, $>5$, z $\approx$ 7, z$\approx$7, $z \sim$ 6`, '∼10, >5, z ≈ 7, z≈7, z ∼ 6'],
    [String.raw`$T_\text{eff}$, $M_\odot$, H$_2$O, $\sigma_8$, $^{13}$CO`, 'T_eff, M_⊙, H₂O, σ₈, ¹³CO'],
    [String.raw`$5.7_{-0.2}^{+0.1}$`, '5.7_−0.2^+0.1'],
    [String.raw`$\mathcal{N}=4$, $\mathbb{R}^n$, $\mathcal O(n \log n)$`, 'N = 4, ℝⁿ, O(n log n)'],
    [
      String.raw`$\sqrt{2}$, $\sqrt{x+1}$, $\sqrt[3]{x}$, $\frac{a}{b}$, $\frac{a+b}{2}x$`,
      '√2, √(x+1), ∛x, a/b, (a+b)/2 x',
    ],
    [String.raw`$\hat{x}$, $\bar p$, $\tilde\nu$, $\dot{M}$, $\widetilde{\mathcal{O}}$`, 'x̂, p̄, ν̃, Ṁ, Õ'],
    [
      String.raw`$3 < z < 4$, $a<b$ and $c>d$, $x\leq y$, $M=-14.5$`,
      '3 < z < 4, a < b and c > d, x ≤ y, M = −14.5',
    ],
    [
      String.raw`$z=5-7$, $B-L$, $x^{p+1}-1$, $10^{13}-10^{15}$, $(a, -1)$`,
      'z = 5–7, B−L, xᵖ⁺¹−1, 10¹³–10¹⁵, (a, −1)',
    ],
    [String.raw`3$\times$2pt, $2\times2$, $3 \times 10^{5}$, $70\pm 5$`, '3×2pt, 2×2, 3 × 10⁵, 70±5'],
    [String.raw`$360^\circ$, $20^\circ$C, $Z^\prime$, $f''$, $T^\star$`, '360°, 20°C, Z′, f″, T⋆'],
    [String.raw`$U(1)_{L_\mu-L_\tau}$, $\ell_{2,p}$, $10^{17.8}$`, 'U(1)_{L_μ−L_τ}, ℓ_{2,p}, 10^17.8'],
    [String.raw`$67.4~\mathrm{km\,s^{-1}\,Mpc^{-1}}$`, '67.4 km s⁻¹ Mpc⁻¹'],
    [String.raw`$\Delta v$, $\alpha x$, $10^\circ \times 5$, $z\!=\!1$`, 'Δv, αx, 10° × 5, z = 1'],
    [String.raw`\(x^2\), \[y\], $$z$$, $\left.x\right|_0$`, 'x², y, z, x|₀'],
    [String.raw`High$-z$, X-ray$-$UV, G315.4$-$2.3`, 'High-z, X-ray–UV, G315.4−2.3'],
    [String.raw`\ce{H2SO4}, \SI{5}{km}, \ion{O}{vi}, $\langle x \rangle$`, 'H₂SO₄, 5 km, O VI, ⟨x⟩'],
    [String.raw`$\textit{near} $, $ \textit{far}$`, 'near, far'],
    [String.raw`$\text{if $x$ is even}$ so`, 'if x is even so'],
    [String.raw`$10{,}813$`, '10,813'],
  ])('%s', (source, expected) => {
    expect(plain(source)).toBe(expected);
  });

  it.each([
    'costs $5 million to $10 million, or $7',
    'under $0.1',
    'for 1$: cheap repair',
    'US$5 and A$10',
    'between $1-$2 a query',
  ])('leaves money alone: %s', (text) => {
    expect(plain(text)).toBe(text);
  });

  it('knows money from a formula behind it', () => {
    expect(plain('costs $5 more, so $x^2$')).toBe('costs $5 more, so x²');
  });
});

describe('HTML and MathML', () => {
  it.each([
    ['a &lt; b &amp; c, caf&eacute;, &#945;, &#x3b1;, &#150;', 'a < b & c, café, α, α, –'],
    ['&amp;amp; and &amp;lt;, AT&T, &foo;', '& and <, AT&T, &foo;'],
    ['3 < 4 > 2, <think> and <query, passage>', '3 < 4 > 2, <think> and <query, passage>'],
    ['<p>One</p><p>Two<br/>three</p>', 'One Two three'],
    ['<jats:p>We <jats:italic>x</jats:italic></jats:p>', 'We x'],
    ['a<script>alert(1)</script>b<!-- c -->d<img src=x onerror=alert(1)>e', 'abde'],
    ['<![CDATA[x]]>', 'x'],
    [
      '<mml:math><mml:msub><mml:mi>H</mml:mi><mml:mn>0</mml:mn></mml:msub>\n<mml:mo>=</mml:mo><mml:mn>70</mml:mn></mml:math> km',
      'H₀ = 70 km',
    ],
    [
      '<math><mfrac><mi>a</mi><mi>b</mi></mfrac><msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup></math>',
      'a/b xᵢ²',
    ],
  ])('%s', (source, expected) => {
    expect(plain(source)).toBe(expected);
  });

  it('reads mark-up that was escaped once too often', () => {
    expect(readRichText('&lt;i&gt;E. coli&lt;/i&gt; in CO<sub>2</sub>')).toEqual([
      { text: 'E. coli', mark: 'em' },
      { text: ' in CO' },
      { text: '2', mark: 'sub' },
    ]);
  });
});

describe('marks', () => {
  it('are sub, sup and em, and scripts inside scripts are flat', () => {
    expect(readRichText(String.raw`\emph{Gaia} {\it DR3} $x_{a_{b}}$ T$^{2}$`)).toEqual([
      { text: 'Gaia', mark: 'em' },
      { text: ' ' },
      { text: 'DR3', mark: 'em' },
      { text: ' x' },
      { text: 'a_b', mark: 'sub' },
      { text: ' T' },
      { text: '2', mark: 'sup' },
    ]);
  });

  it('are told from plain text', () => {
    expect(hasMarks(readRichText('plain'))).toBe(false);
    expect(hasMarks(readRichText('H$_2$'))).toBe(true);
  });

  it('in one line of text take Unicode letters where all have one', () => {
    expect(plainOf([{ text: 'x' }, { text: '2a', mark: 'sub' }, { text: 'T', mark: 'sup' }])).toBe('x₂ₐ^T');
    expect(plainOf([{ text: 'M' }, { text: 'low mass', mark: 'sub' }])).toBe('M_{low mass}');
    expect(plainOf([{ text: 'M' }, { text: 'BH', mark: 'sub' }, { text: 'c²' }])).toBe('M_BH c²');
  });

  it.each([
    ['max', 'x_max'],
    ['eff', 'x_eff'],
    ['aeiou', 'x_aeiou'],
    ['st', 'xₛₜ'],
    ['n+1', 'xₙ₊₁'],
    ['2026', 'x₂₀₂₆'],
  ])('in one line of text take at most two Unicode letters: %s', (script, expected) => {
    expect(plainOf([{ text: 'x' }, { text: script, mark: 'sub' }])).toBe(expected);
  });
});

describe('what reaches a reader', () => {
  it.each([
    ['0', '0'],
    ['', ''],
    [' \n ', ''],
    ['{}', '{}'],
    ['$$', '$$'],
    [String.raw`\cite{x}`, String.raw`\cite{x}`],
    ['a\u202eb\u0000c\u200bd\ufeffe\u00adf\n g', 'abcdef g'],
    ['می\u200cخواهم and a\u200cb', 'می\u200cخواهم and ab'],
    [`a${'\u0301'.repeat(50)}b`, `á${'\u0301'.repeat(4)}b`],
    ['e\u0301', 'é'],
    ['\\\\alpha and $\\\\sigma_8$', 'α and σ₈'],
    ['$\u0008eta$ and $\u000crac{1}{2}$', 'β and 1/2'],
    ['\\unicode{x202e}a \\unicode{xD800}', 'a'],
  ])('%j', (source, expected) => {
    expect(plain(source)).toBe(expected);
  });

  const hostile = `${shared}/corpora/hostile-text`;
  const onCorpora = existsSync(hostile) ? it : it.skip;
  onCorpora('has no control characters and only the three marks, whatever came in (shared corpora)', () => {
    const lines = readFileSync(`${hostile}/xss-payloads.txt`, 'utf8').split('\n');
    const naughty = JSON.parse(readFileSync(`${hostile}/naughty-strings.json`, 'utf8')) as unknown[];
    for (const line of [...lines, ...naughty.map(String)]) {
      for (const { text, mark } of readRichText(line)) {
        expect(marks).toContain(mark);
        expect(text).toMatch(
          /^[^\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+$/,
        );
        expect(text.isWellFormed()).toBe(true);
      }
    }
  });

  onCorpora(
    'shows a backslash or dollar sign in at most 2 % of real titles with TeX (shared corpora)',
    () => {
      const titles = readFileSync(`${hostile}/tex-titles.txt`, 'utf8').split('\n').filter(Boolean);
      const left = titles.map(plain).filter((title) => /[\\$]/.test(title));
      expect(left.length).toBeLessThanOrEqual(titles.length * 0.02);
    },
  );

  const pieces = [
    '{',
    '$',
    '\\frac',
    '$\\frac{',
    '\\sqrt{',
    '$x^{',
    'x^{',
    '${',
    '<i>',
    '<math><msub>',
    '<!--',
    '&amp;',
    '`',
    '{,',
    '\\ce{',
    ' ',
  ];
  it.each(pieces)('costs no more than linear work: 20,000 characters of %j', (piece) => {
    const text = piece.repeat(20_000 / piece.length);
    readRichText(text);
    const before = process.cpuUsage();
    plain(text);
    const { user, system } = process.cpuUsage(before);
    // Measured 1 to 40 ms; what is quadratic or worse takes seconds.
    expect((user + system) / 1000).toBeLessThan(400);
  });
});
