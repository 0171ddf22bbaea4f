// Digital object identifiers. They do not tell upper from lower case, so here all are in lower case.

const PREFIX = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/i;
const DOI = /^10\.\d{4,9}\/[^\s\p{Cc}]{1,200}$/u;

/** @param text bare, as `doi:…` or as an address @returns the bare DOI in lower case, or undefined if it is none */
export function parseDoi(text: string): string | undefined {
  const bare = text.trim().replace(PREFIX, '');
  return DOI.test(bare) ? bare.toLowerCase() : undefined;
}

/** Where the DOI leads. */
export function doiAddress(doi: string): string {
  return `https://doi.org/${encodeURI(doi).replace(/[?#]/g, encodeURIComponent)}`;
}
