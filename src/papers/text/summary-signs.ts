// The signs by which a sentence of an abstract is known for what it says, with their weights; for text in lower case.
// Weights were set on abstracts of June 2026, by reading what they choose.

export type Sign = readonly [RegExp, number];

const ADVERB = String.raw`(?:(?:[a-z]+ly|also|then|first|further|thus|therefore|here|instead|now|next)\s+){0,2}`;
const GIVING = String.raw`(?:propos|introduc|present|develop|formulat|devis|design|creat)`;
const FINDING = String.raw`(?:show|establish|prove|demonstrat|find|found|report|discover|reveal|detect|deriv|identif|obtain|uncover|unveil|formaliz|argue|observe|achiev|confirm|conclude that|provide|describe|determin|constrain|measur|answer)`;
const STUDYING = String.raw`(?:stud(?:y|ied)|investigat|explor|examin|analy[sz]|evaluat|compar|conduct|perform|address|construct|built?|train|aim|seek|extend|combin|survey|review|characteri[sz]|quantif|revisit|test|appl(?:y|ied)|us(?:e|ed)\b|infer|model|consider|discuss|contribut|ask)`;
const PAPER = String.raw`(?:paper|work|study|article|thesis|survey|letter|review|report|chapter|tutorial|note|contribution)`;
const PASSIVE = String.raw`(?:proposed|introduced|presented|developed|derived|reported|described|investigated|studied)`;

export const HERE = new RegExp(String.raw`\b(?:in this ${PAPER}|here,? we)\b`);
/** Without one of these words a sentence has none of the signs that begin with it; most have not. */
export const WE = /\b(?:we|i)\s/;
export const THIS_PAPER = new RegExp(String.raw`\b(?:this|the present|our)\s+${PAPER}\s`);
/** What was done, by us. */
export const OUR_DEEDS: readonly Sign[] = [
  [new RegExp(String.raw`\b(?:we|i)\s+${ADVERB}${GIVING}`), 5],
  [new RegExp(String.raw`\b(?:we|i)\s+${ADVERB}${FINDING}`), 4],
  [new RegExp(String.raw`\b(?:we|i)\s+${ADVERB}${STUDYING}`), 3],
];
/** What was done, in the paper. */
export const DEEDS_OF_PAPER: readonly Sign[] = [
  [
    new RegExp(String.raw`\b(?:this|the present|our)\s+${PAPER}\s+${ADVERB}(?:aims to |seeks to )?${GIVING}`),
    5,
  ],
  [
    new RegExp(
      String.raw`\b(?:this|the present|our)\s+${PAPER}\s+${ADVERB}(?:aims to |seeks to )?(?:${FINDING}|${STUDYING})`,
    ),
    4,
  ],
];
/** What was done, said in another way. */
export const OTHER_DEEDS: readonly Sign[] = [
  [
    /\b(?:our|the proposed|the resulting) (?:[a-z]+ )?(?:approach|method|model|framework|system|algorithm|analysis|pipeline|architecture)\b/,
    2.5,
  ],
  [new RegExp(String.raw`\b(?:is|are)\s+${ADVERB}${PASSIVE}\b`), 2],
];
/** What came out of it. */
export const RESULTS: readonly Sign[] = [
  [
    /\b(?:results?|experiments?|evaluations?|analys[ie]s|findings?|simulations?|observations?|data|tests|studies|benchmarks?)\b[^.]{0,80}\b(?:show|demonstrate|reveal|indicate|suggest|confirm|highlight|establish|validate|find)/,
    3,
  ],
  [
    /\b(?:we|i)\s+(?:[a-z]+ly\s+|also\s+|further\s+)?(?:find|found|show|observe|demonstrate|achieve|obtain|discover|detect|measure|conclude|confirm|prove|infer|constrain)/,
    2.5,
  ],
  [
    /\b(?:outperform|surpass|exceed|achiev|improv|reduc|increas|yield|attain|gain|enabl)(?:s|es|ing|ed)?\b/,
    1.5,
  ],
  [/\d(?:[.,]\d+)?\s?(?:%|×|x\b|σ|-fold|times\b|percent|points?\b|db\b)/, 1.5],
  [/\bstate[- ]of[- ]the[- ]art\b/, 0.5],
];
/** Background, pointers to code, hopes, questions, and openings that lean on the sentence before. */
export const AGAINST: readonly Sign[] = [
  [
    /^(?:in recent|recent|over the (?:past|last)|despite|while|although|traditional|conventional|existing|current|previous|prior|many|most|modern|understanding|since|with the|as|however|yet|but|nevertheless|unfortunately|to date|historically|today|a (?:key|major|central|fundamental|common|long)|one of the)\b(?![^.]*\b(?:we|this (?:paper|work|study))\b)/,
    -3,
  ],
  [
    /\b(?:ha(?:s|ve) (?:become|emerged|attracted|gained|shown|been|made|achieved|demonstrated|revolutioni[sz]ed|transformed)|remains?|(?:is|are) (?:crucial|essential|critical|challenging|fundamental|important|vital|widely|increasingly|often|typically))\b/,
    -1.5,
  ],
  [
    /\bhttps?:|\bgithub\b|\bwww\.|\b(?:code|data|dataset|models?|project page|software)s?\b[^.]{0,60}\b(?:available|released?|found at|open-sourced?)\b|\bwe (?:will )?(?:publicly )?(?:release|open-source|make)\b/,
    -5,
  ],
  [
    /\bwe (?:hope|believe|discuss|conclude by|expect|envision|thank|outline|end)\b|\bfuture (?:work|research|studies|directions)\b|\bpave[sd]? the way\b|\bimplications\b/,
    -2.5,
  ],
  [
    /^(?:it|they|its|their|these|such|both|moreover|furthermore|additionally|in addition|also|specifically|in particular|then|second(?:ly)?|third(?:ly)?|next|for (?:example|instance)|in contrast|thus|therefore|hence|instead|that|those|in fact|as a result|consequently|similarly|conversely|by contrast|finally|lastly|the (?:former|latter|first|second|third)|this(?! (?:paper|work|study|article|survey|thesis|letter|review)))\b/,
    -1.5,
  ],
  [/\bablation/, -1.5],
  [/\b(?:two|three|four|five|several) (?:[a-z]+ )?(?:findings|contributions|results|observations)\b/, -1.5],
  [/\?$/, -2],
  [/[:;]$/, -2],
  [/\bwe (?:further|also|additionally|finally)\b/, -1],
  [/\bwe [a-z]+ (?:this|these|it|them)\b/, -1],
  [/\bthat (?:such|these|this|it|they)\b/, -1],
];
