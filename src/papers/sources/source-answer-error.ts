// A source answered, but not with what was asked for: an error document, nothing at all, half a document, a web page.

export type SourceAnswerCode =
  | 'empty' // a body without content; asking again later usually helps
  | 'unreadable' // no XML, or only a part of it: a cut answer, "Rate exceeded.", an error page; the same
  | 'doctype' // declares a document type: no source of ours does, and entities are declared there
  | 'unexpected' // well-formed, but something else than what was asked for
  | 'refused' // the source says in its own words that it will not answer; asking again does not help
  | OaiErrorCode;

/** The errors of OAI-PMH 2.0; `noRecordsMatch` is an answer without records and never thrown. */
export const OAI_ERROR_CODES = [
  'badArgument',
  'badResumptionToken',
  'badVerb',
  'cannotDisseminateFormat',
  'idDoesNotExist',
  'noMetadataFormats',
  'noSetHierarchy',
] as const;
export type OaiErrorCode = (typeof OAI_ERROR_CODES)[number];

export class SourceAnswerError extends Error {
  override readonly name = 'SourceAnswerError';

  /** @param message one sentence for the operator */
  constructor(
    readonly code: SourceAnswerCode,
    message: string,
  ) {
    super(message);
  }
}
