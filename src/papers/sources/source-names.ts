// The sources that are asked regularly. `arxiv` is the daily feed, `arxiv-oai` what corrects it.

export const POLLED_SOURCES = ['huggingface', 'arxiv', 'arxiv-oai', 'biorxiv', 'medrxiv'] as const;
export type PolledSource = (typeof POLLED_SOURCES)[number];
