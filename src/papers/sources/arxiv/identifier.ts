// What arXiv calls a paper, in all the forms it is written: bare, with version, as address, as DOI, as OAI identifier.

export interface ArxivId {
  /** Bare: `2602.23229`, `hep-th/9901001`; the subject class of old ones is left out. */
  key: string;
  /** Undefined when the text names none. */
  version: number | undefined;
}

const PREFIX = new RegExp(
  [
    String.raw`^(?:https?:\/\/)?(?:[a-z]+\.)?arxiv\.org\/(?:abs|pdf|html|format|src|e-print)\/`,
    String.raw`^oai:arxiv\.org:`,
    String.raw`^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?10\.48550\/arxiv\.`,
    String.raw`^arxiv:\s*`,
  ].join('|'),
  'i',
);
const NEW_STYLE = /^(\d{2}(?:0[1-9]|1[0-2]))\.(\d{4,5})(?:v([1-9]\d{0,3}))?$/;
const OLD_STYLE = /^([a-z]+(?:-[a-z]+)?)(?:\.[A-Z]{2})?\/(\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v([1-9]\d{0,3}))?$/;

/** @returns undefined for anything that is no arXiv identifier, or one that never was given out */
export function parseArxivId(text: string): ArxivId | undefined {
  if (text.length > 300) return undefined;
  const trimmed = text.trim();
  const bare = trimmed.replace(PREFIX, '');
  // Only an address has something behind the identifier; a bare `2602.23229?` is a slip of the pen.
  const id = bare === trimmed ? bare : addressEnd(bare);
  const [, month = '', number = '', version] = NEW_STYLE.exec(id) ?? [];
  if (month !== '') return hasRightWidth(month, number) ? made(`${month}.${number}`, version) : undefined;
  const [, archive = '', serial = '', oldVersion] = OLD_STYLE.exec(id) ?? [];
  return archive !== '' && isOldTime(serial) ? made(`${archive}/${serial}`, oldVersion) : undefined;
}

function addressEnd(rest: string): string {
  return (rest.split(/[?#]/)[0] ?? '')
    .replace(/%2f/i, '/')
    .replace(/\/$/, '')
    .replace(/\.pdf$/i, '');
}

function made(key: string, version: string | undefined): ArxivId {
  return { key, version: version === undefined ? undefined : Number(version) };
}

/** Numbers had four digits from April 2007, and five, filled with zeros, since January 2015. */
function hasRightWidth(month: string, number: string): boolean {
  return month >= '0704' && number.length === (month >= '1501' ? 5 : 4);
}

/** July 1991 to March 2007; the years are written with two digits. */
function isOldTime(serial: string): boolean {
  return serial >= '9107' || serial < '0704';
}
