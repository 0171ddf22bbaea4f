// Identifiers of arXiv in every form they come in, and what only looks like one.
import { describe, expect, it } from '@jest/globals';
import { parseArxivId } from './identifier.js';

describe('an arXiv identifier', () => {
  it.each([
    ['2602.23229', '2602.23229', undefined],
    ['2602.23229v3', '2602.23229', 3],
    ['2101.00010', '2101.00010', undefined],
    ['0704.0001v12', '0704.0001', 12],
    [' 2602.23229\n', '2602.23229', undefined],
    ['hep-th/9901001', 'hep-th/9901001', undefined],
    ['math.CA/0611800v2', 'math/0611800', 2],
    ['cond-mat/0703470', 'cond-mat/0703470', undefined],
    ['http://arxiv.org/abs/2609.20822v1', '2609.20822', 1],
    ['https://arxiv.org/abs/quant-ph/0201082v1', 'quant-ph/0201082', 1],
    ['https://arxiv.org/abs/hep-th%2F9901001', 'hep-th/9901001', undefined],
    ['https://arxiv.org/pdf/2602.23229', '2602.23229', undefined],
    ['https://www.arxiv.org/pdf/2602.23229v2.pdf', '2602.23229', 2],
    ['arxiv.org/html/2602.23229v2/', '2602.23229', 2],
    ['https://export.arxiv.org/abs/2602.23229?context=cs#abstract', '2602.23229', undefined],
    ['oai:arXiv.org:0806.4129', '0806.4129', undefined],
    ['oai:arXiv.org:2508.13426v1', '2508.13426', 1],
    ['10.48550/arXiv.2602.23229', '2602.23229', undefined],
    ['https://doi.org/10.48550/ARXIV.2602.23229', '2602.23229', undefined],
    ['doi:10.48550/arXiv.math/0611800', 'math/0611800', undefined],
    ['arXiv:2602.23229v1', '2602.23229', 1],
    ['arxiv: hep-th/9901001', 'hep-th/9901001', undefined],
  ])('%s', (text, key, version) => {
    expect(parseArxivId(text)).toEqual({ key, version });
  });

  it.each([
    '',
    'abc',
    '2613.00001', // there is no thirteenth month
    '2600.00001',
    '2602.2322', // five digits since 2015
    '1412.00001', // four before
    '0703.0001', // old style until March 2007
    '2602.232299',
    '2602.23229v0',
    '2602.23229v',
    '2602.23229?',
    'v2602.23229',
    '2101.0001e1',
    'hep-th/1001001', // the old style ended in 2007
    'hep-th/99010011',
    'HEP-TH/9901001',
    '10.1101/2024.01.16.575895',
    'https://arxiv.org/list/cs.LG/recent',
    'https://example.org/abs/2602.23229',
    'https://arxiv.org.example.org/abs/2602.23229',
    'see arXiv:2602.23229 for more',
    `2602.23229${' '.repeat(100_000)}x`,
  ])('is not %j', (text) => {
    expect(parseArxivId(text)).toBeUndefined();
  });
});
