// Words that say nothing about a subject: function words, and what every abstract or self-description is padded with.

const FUNCTION_WORDS = `a about above across after again against all almost along already also although always among an and
another any are around as at away be became because become been before being below between beyond both but by can cannot
could did do does doing done dont down due during each either else et al etc even ever every few for from further had has
have having he her here hers him his how however i ie eg if im in indeed instead into is isnt it its itself ive just least
less let like made mainly make makes many may me might more moreover most mostly much must my myself namely near neither
never no nor not now of off often on once one only onto or other others otherwise our ours out over own per perhaps rather
really same several shall she should since so some still such than that the their theirs them themselves then there
thereby therefore these they thing this those though three through throughout thus to together too toward towards two
under until up upon us use used uses using usually various very via was way we well were what when where whereas whether
which while who whom whose why will with within without would yes yet you your yours`;

/** Padding of abstracts and of sign-up forms ("My research interests include …"). Bare method words stay in. */
const SCHOLARLY_PADDING = `academic achieve achieved achieves aim aims anything applied apply approach approaches area areas article
articles based broad broadly consider considered curious currently demonstrate demonstrated demonstrates
develop developed developing especially everything existing extensive find finding focus focused focuses
focusing follow generally good great hello help hi include included includes including institute interest
interested interesting interests introduce introduced introduces investigate investigated keen keep kind
kinds love mine new novel obtain obtained paper papers particular particularly phd please postdoc present
presented presents primarily professor propose proposed proposes provide provided provides read recent
recently related relevant research researcher researchers result results show showed showing shown shows significant
significantly specifically stateoftheart studied studies study studying suggest thank thanks topic topics
university want work worked working works`;

const STOP_WORDS: ReadonlySet<string> = new Set(FUNCTION_WORDS.split(/\s+/));
const PADDING_WORDS: ReadonlySet<string> = new Set(SCHOLARLY_PADDING.split(/\s+/));

/** @param word in lower case, without apostrophes, before plural stripping. */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}

/** Says little in an abstract and nothing in what a reader writes of herself. */
export function isPadding(word: string): boolean {
  return PADDING_WORDS.has(word);
}
