// What sources answer, made by the test: the same few facts about a paper in the form of each of the five services.

export interface Facts {
  /** arXiv id. */
  id?: string;
  version?: number;
  title?: string;
  abstract?: string;
  /** The first is the primary one. */
  categories?: string[];
  announceType?: string;
  /** ISO instant of version 1. */
  submittedAt?: string;
  /** `YYYY-MM-DD`, for bioRxiv. */
  postedOn?: string;
  /** More of it, as it is to stand in the document. */
  more?: string;
}

/** As things stand in the tests: Monday, and what was submitted on Friday is announced. */
export const FRIDAY = '2026-06-26T15:00:00Z';
export const EDITION = '2026-06-29';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const element = (name: string, text: string | undefined) =>
  text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;

const rfc822 = (iso: string) => new Date(iso).toUTCString();

export function feedOf(papers: readonly Facts[], published = 'Mon, 29 Jun 2026 00:00:00 -0400'): string {
  const items = papers.map(
    ({ id = '2606.20001', version = 1, title, abstract = 'We show it.', announceType = 'new', ...paper }) =>
      `<item>${element('title', title)}<link>https://arxiv.org/abs/${id}</link>
      <description>arXiv:${id}v${version} Announce Type: ${announceType} \nAbstract: ${escaped(abstract)}</description>
      <guid isPermaLink="false">oai:arXiv.org:${id}v${version}</guid>
      ${(paper.categories ?? ['cs.LG']).map((category) => element('category', category)).join('')}
      <pubDate>${published}</pubDate><arxiv:announce_type>${announceType}</arxiv:announce_type>
      <dc:rights>http://creativecommons.org/licenses/by/4.0/</dc:rights><dc:creator>Ada Lovelace (A, B), Alan Turing</dc:creator>
      ${paper.more ?? ''}</item>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel>
<title>cs updates on arXiv.org</title><lastBuildDate>${published}</lastBuildDate><pubDate>${published}</pubDate>
${items.join('\n')}</channel></rss>`;
}

export function oaiOf(papers: readonly Facts[], token = ''): string {
  const records = papers.map(
    ({ id = '2606.20001', version = 1, title, abstract = 'We show it.', ...paper }) => {
      const versions = Array.from(
        { length: version },
        (_, index) =>
          `<version version="v${index + 1}"><date>${rfc822(paper.submittedAt ?? FRIDAY)}</date></version>`,
      );
      return `<record><header><identifier>oai:arXiv.org:${id}</identifier><datestamp>2026-06-29</datestamp></header><metadata>
      <arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>${id}</id>${versions.join('')}${element('title', title)}
      <authors>Ada Lovelace (A, B), Alan Turing</authors><categories>${(paper.categories ?? ['cs.LG']).join(' ')}</categories>
      ${element('abstract', abstract)}${paper.more ?? ''}</arXivRaw></metadata></record>`;
    },
  );
  return oaiDocument(
    `<ListRecords>${records.join('\n')}<resumptionToken>${token}</resumptionToken></ListRecords>`,
  );
}

export const deletedRecord = (id: string): string =>
  `<record><header status="deleted"><identifier>oai:arXiv.org:${id}</identifier><datestamp>2026-06-29</datestamp></header></record>`;

export const oaiDocument = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-06-29T12:00:00Z</responseDate>${inner}</OAI-PMH>`;

export function queryOf(papers: readonly Facts[], total: number = papers.length): string {
  const entries = papers.map(
    ({ id = '2606.20001', version = 1, title, abstract = 'We show it.', ...paper }) =>
      `<entry><id>http://arxiv.org/abs/${id}v${version}</id>${element('title', title)}${element('summary', abstract)}
      <published>${paper.submittedAt ?? FRIDAY}</published><updated>${paper.submittedAt ?? FRIDAY}</updated>
      <author><name>Ada Lovelace</name></author><author><name>Alan Turing</name></author>
      ${(paper.categories ?? ['cs.LG']).map((category) => `<category term="${category}"/>`).join('')}
      <arxiv:primary_category term="${paper.categories?.[0] ?? 'cs.LG'}"/>${paper.more ?? ''}</entry>`,
  );
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id><title>arXiv Query</title><updated>${FRIDAY}</updated>
<opensearch:totalResults>${total}</opensearch:totalResults>${entries.join('\n')}</feed>`;
}

export function dailyPapersOf(papers: readonly Facts[], paper: object = {}, item: object = {}): string {
  return JSON.stringify(
    papers.map(({ id = '2606.20001', title, abstract = 'We show it.', submittedAt = FRIDAY }) => ({
      paper: {
        id,
        title,
        summary: abstract,
        authors: [{ _id: '1', name: 'Ada Lovelace', hidden: false }],
        publishedAt: submittedAt,
        upvotes: 12,
        ...paper,
      },
      publishedAt: submittedAt,
      numComments: 2,
      ...item,
    })),
  );
}

/** @param total null: not said */
export function detailsOf(
  papers: readonly Facts[],
  total: number | null = papers.length,
  more: object = {},
): string {
  return JSON.stringify({
    messages: [{ status: 'ok', cursor: 0, count: papers.length, ...(total !== null && { total }) }],
    collection: papers.map(
      ({ id = '2606.20001', version = 1, title, abstract = 'We show it.', postedOn = EDITION }) => ({
        doi: id.startsWith('10.') ? id : `10.1101/${id}`,
        version: String(version),
        title,
        abstract,
        authors: 'Lovelace, A.; Turing, A.',
        date: postedOn,
        category: 'cell biology',
        license: 'cc_by',
        published: 'NA',
        server: 'bioRxiv',
        ...more,
      }),
    ),
  });
}

export const RSS_TYPE = 'application/rss+xml; charset=utf-8';
export const XML_TYPE = 'text/xml; charset=utf-8';
export const JSON_TYPE = 'application/json; charset=utf-8';
