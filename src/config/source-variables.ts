// The variables that say where papers come from.
import { z } from 'zod';
import { url } from './url-variable.js';

export const SOURCE_NAMES = ['huggingface', 'arxiv', 'biorxiv', 'medrxiv'] as const;
export const ARXIV_ARCHIVES = [
  'astro-ph',
  'cond-mat',
  'cs',
  'econ',
  'eess',
  'gr-qc',
  'hep-ex',
  'hep-lat',
  'hep-ph',
  'hep-th',
  'math',
  'math-ph',
  'nlin',
  'nucl-ex',
  'nucl-th',
  'physics',
  'q-bio',
  'q-fin',
  'quant-ph',
  'stat',
] as const;

/** `a, b` of these names; `all` of them, or `none`. */
function readList<Name extends string>(
  text: string,
  names: readonly Name[],
  context: z.RefinementCtx,
): readonly Name[] {
  if (text === 'all') return names;
  if (text === 'none') return [];
  const wanted = text.split(',').map((part) => part.trim());
  const unknown = wanted.filter((name) => !names.some((known) => known === name));
  if (unknown.length > 0) {
    const message = `names among ${names.join(', ')} with commas between, or all, or none`;
    context.addIssue({ code: 'custom', message });
  }
  return names.filter((name) => wanted.includes(name));
}

export const sourceVariables = {
  SOURCES: z
    .string()
    .default('huggingface,arxiv')
    .transform((text, context) => readList(text, SOURCE_NAMES, context))
    .meta({
      description:
        'Where papers come from, with commas between: `huggingface` (Daily Papers), `arxiv` (announcements and corrections), `biorxiv`, `medrxiv`; or `none`.',
    }),
  ARXIV_ARCHIVES: z
    .string()
    .default('all')
    .transform((text, context) => readList(text, ARXIV_ARCHIVES, context))
    .meta({
      description: "Which of arXiv's archives are read, with commas between, or `all`.",
      example: 'cs,stat,q-bio',
    }),
  HF_TOKEN: z
    .string()
    .regex(/^hf_\w{10,}$/, { error: 'a token that begins with hf_' })
    .optional()
    .meta({
      description: 'Access token of Hugging Face: more requests are allowed with one. None is needed.',
      secret: true,
    }),
  SOURCE_HOSTS: z
    .string()
    .regex(/^[a-z0-9.-]+(:\d+)?(,[a-z0-9.-]+(:\d+)?)*$/i, { error: 'host names with commas between' })
    .optional()
    .meta({
      description:
        "Further hosts that papers may be fetched from, such as a mirror named below. All others but the sources' own are refused, and private addresses always.",
      example: 'mirror.example.org',
    }),
  HUGGINGFACE_URL: url('http:', 'https:')
    .default('https://huggingface.co')
    .meta({ description: 'Where Hugging Face is.' }),
  ARXIV_FEED_URL: url('http:', 'https:')
    .default('https://rss.arxiv.org')
    .meta({ description: "Where arXiv's daily feeds are." }),
  ARXIV_OAI_URL: url('http:', 'https:')
    .default('https://oaipmh.arxiv.org/oai')
    .meta({ description: "Where arXiv's OAI-PMH server is." }),
  ARXIV_API_URL: url('http:', 'https:')
    .default('https://export.arxiv.org/api/query')
    .meta({ description: "Where arXiv's query API is." }),
  BIORXIV_URL: url('http:', 'https:')
    .default('https://api.biorxiv.org')
    .meta({ description: 'Where the API of bioRxiv and medRxiv is.' }),
  ZOTERO_URL: url('http:', 'https:')
    .default('https://api.zotero.org')
    .meta({ description: 'Where the API of Zotero is, for readers who bring their library along.' }),
};
