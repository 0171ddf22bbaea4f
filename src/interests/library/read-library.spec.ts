import { describe, expect, it } from '@jest/globals';
import { LONGEST_LIBRARY, MOST_ENTRIES, readLibrary } from './read-library.js';

const ONE = {
  title: 'Wave Packets in Wells',
  abstract: null,
  authors: ['Jörg Müller', 'Ann Lee'],
  year: 2021,
  arxivId: '2101.00010',
  doi: null,
};

describe('BibTeX', () => {
  it.each([
    [
      'of Zotero (BibLaTeX)',
      `@online{muller2021, title = {Wave {{Packets}} in Wells}, author = {Müller, Jörg and Lee, Ann}, date = {2021-01-03},
        eprint = {2101.00010}, eprinttype = {arxiv}, eprintclass = {cs.LG}, file = {a:/x.pdf}}`,
    ],
    [
      'of JabRef, with a preamble, comments and macros',
      `% Encoding: UTF-8\n@Preamble{ "\\newcommand{\\x}{y}" }\n@String{w = "Wave "}\n@Article{M21,
        author = {M{\\"u}ller, J{\\"o}rg and Lee, Ann}, title = w # {Packets} # " in Wells", year = 2021,
        journal = {arXiv preprint arXiv:2101.00010},\n}\n@Comment{jabref-meta: databaseType:bibtex;}`,
    ],
    [
      'of Google Scholar',
      `@article{m2021wave,\n title={Wave Packets in Wells},\n author={M{\\"u}ller, J{\\"o}rg and Lee, Ann},
        journal={arXiv preprint arXiv:2101.00010},\n  year={2021}\n}`,
    ],
    [
      'of arXiv',
      `@misc{m2021,\n title={Wave Packets in Wells}, \n author={Jörg Müller and Ann Lee},\n year={2021},
        eprint={2101.00010},\n archivePrefix={arXiv},\n primaryClass={cs.LG},\n url={https://arxiv.org/abs/2101.00010v2}, \n}`,
    ],
    [
      'of Mendeley',
      `@article(Muller2021, author = "M{\\"{u}}ller, J{\\"{o}}rg and Lee, Ann", arxivId = {2101.00010}, year = {2021},
        title = {{Wave Packets in Wells}})`,
    ],
  ])('%s', (_, text) => {
    expect(readLibrary(text)).toEqual({ format: 'bibtex', entries: [ONE], faults: [] });
  });

  it('finds old identifiers and DOIs', () => {
    const { entries } = readLibrary(
      `@article{a, title={A}, archivePrefix={hep-th}, eprint={9901001}, doi={https://doi.org/10.1103/PhysRev.D\\_1}}
       @article{b, title={B}, note={see doi:10.1000/xyz.}}`,
    );
    expect(entries.map(({ arxivId, doi }) => [arxivId, doi])).toEqual([
      ['hep-th/9901001', '10.1103/physrev.d_1'],
      [null, '10.1000/xyz'],
    ]);
  });

  it('goes on behind a broken entry and names its line', () => {
    const { entries, faults } = readLibrary(
      '@misc{a, title={A}}\n@misc{b, title={B\n@misc{c, title={C}}\n@misc{d, title',
    );
    expect(entries.map(({ title }) => title)).toEqual(['A', 'C']);
    expect(faults.map(({ line }) => line)).toEqual([2, 4]);
  });

  it('takes no author apart that stands in braces', () => {
    const { entries } = readLibrary(
      '@misc{a, title={A}, author={{Research and Development Team} and Doe, Jane}}',
    );
    expect(entries[0]?.authors).toEqual(['Research and Development Team', 'Jane Doe']);
  });
});

describe('other formats', () => {
  it('reads RIS', () => {
    const text = `TY  - JOUR\r\nTI  - Wave Packets\r\n  in Wells\r\nAU  - Müller, Jörg\r\nAU  - Lee, Ann\r\nPY  - 2021/01/03\r\nUR  - http://arxiv.org/abs/2101.00010v1\r\nER  - \r\nTY  - JOUR\r\nDO  - 10.1000/A1\r\n`;
    const { format, entries, faults } = readLibrary(text);
    expect(format).toBe('ris');
    expect(entries).toEqual([
      ONE,
      { title: null, abstract: null, authors: [], year: null, arxivId: null, doi: '10.1000/a1' },
    ]);
    expect(faults).toEqual([{ line: 9, message: 'text:web.library-faults.lastNotClosed' }]);
  });

  it('reads CSL-JSON', () => {
    const text = JSON.stringify([
      {
        title: 'Wave <i>Packets</i> in Wells',
        author: [
          { family: 'Müller', given: 'Jörg' },
          { family: 'Lee', given: 'Ann' },
        ],
        issued: { 'date-parts': [['2021', 1, 3]] },
        number: 'arXiv:2101.00010',
      },
      { type: 'book' },
    ]);
    const { entries, faults } = readLibrary(text);
    expect(entries).toEqual([ONE]);
    expect(faults).toEqual([{ line: 1, message: 'text:web.library-faults.item {"number":2}' }]);
  });

  it("reads items of Zotero's API", () => {
    const creators = [
      { creatorType: 'author', firstName: 'Jörg', lastName: 'Müller' },
      { creatorType: 'editor', firstName: 'No', lastName: 'One' },
      { creatorType: 'author', name: 'Ann Lee' },
    ];
    const data = { title: ONE.title, creators, date: 'January 3, 2021', extra: 'arXiv:2101.00010 [cs]' };
    const text = JSON.stringify([
      { key: 'A', data },
      { key: 'B', data: { itemType: 'attachment', title: 'PDF' } },
    ]);
    expect(readLibrary(text)).toEqual({ format: 'json', entries: [ONE], faults: [] });
  });

  const rdf = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="r" xmlns:z="z" xmlns:bib="b" xmlns:dc="d" xmlns:foaf="f" xmlns:dcterms="t">
    <bib:Article rdf:about="#1"><z:itemType>preprint</z:itemType><dc:title>Wave Packets in Wells</dc:title>
    <bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Müller</foaf:surname><foaf:givenName>Jörg</foaf:givenName></foaf:Person></rdf:li>
    <rdf:li><foaf:Person><foaf:surname>Lee</foaf:surname><foaf:givenName>Ann</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
    <dc:identifier><dcterms:URI><rdf:value>http://arxiv.org/abs/2101.00010</rdf:value></dcterms:URI></dc:identifier>
    <dc:date>2021-01-03</dc:date></bib:Article><z:Attachment rdf:about="#2"><dc:title>PDF</dc:title></z:Attachment></rdf:RDF>`;

  it('reads the RDF of Zotero', () => {
    expect(readLibrary(rdf)).toEqual({ format: 'rdf', entries: [ONE], faults: [] });
  });

  it('refuses a document type', () => {
    const { entries, faults } = readLibrary(rdf.replace('?>', '?><!DOCTYPE x [<!ENTITY e "boo">]>'));
    expect(entries).toEqual([]);
    expect(faults[0]?.message).toContain('document type');
  });

  it('reads lists of identifiers', () => {
    const { format, entries, faults } = readLibrary(
      `# my papers\n2101.00010, hep-th/9901001v2\nhttps://arxiv.org/pdf/2101.00011v3.pdf <https://arxiv.org/html/2101.00012>
       arXiv:2101.00013.\n\nnothing here\nhttps://doi.org/10.1000/ABC(1) and (doi:10.1000/def).\n10.48550/arXiv.2101.00014`,
    );
    expect(format).toBe('list');
    expect(entries.map(({ arxivId, doi }) => arxivId ?? doi)).toEqual([
      '2101.00010',
      'hep-th/9901001',
      '2101.00011',
      '2101.00012',
      '2101.00013',
      '10.1000/abc(1)',
      '10.1000/def',
      '2101.00014',
    ]);
    expect(faults.map(({ line }) => line)).toEqual([6]);
  });

  it('has a paper once, with what all its entries know', () => {
    const { entries } = readLibrary(
      `@misc{a, title={On the Slow Motion of Bodies}, eprint={2101.00010}}
       @article{b, title={On the slow motion of bodies}, doi={10.1000/1}, year=2022}
       @misc{c, title={Of the Motion}, doi={10.1000/1}}\n@misc{d, title={On the Slow Motion of Bodies}, eprint={2101.00011}}`,
    );
    expect(entries.map(({ arxivId, doi, year }) => [arxivId, doi, year])).toEqual([
      ['2101.00010', '10.1000/1', 2022],
      ['2101.00011', null, null],
    ]);
  });
});

describe('hostile libraries', () => {
  it.each([
    ['nothing', ''],
    ['blanks', ' \n\ufeff '],
    ['a ZIP file', 'PK\u0003\u0004\u0014\u0000abc'],
    ['a PDF', '%PDF-1.7 1 0 obj'],
    ['half of JSON', '[{"title": "A", '],
    ['half of RDF', '<rdf:RDF><bib:Article>'],
    ['open braces', '{'.repeat(100_000)],
    ['open brackets', '['.repeat(100_000)],
    ['open braces in BibTeX', `@misc{a, title=${'{'.repeat(100_000)}`],
    ['too much', 'x'.repeat(LONGEST_LIBRARY + 1)],
  ])('%s: no entries and a fault', (_, text) => {
    const { entries, faults } = readLibrary(text);
    expect(entries).toEqual([]);
    expect(faults).not.toEqual([]);
  });

  it('says that the letters are wrong, and reads the rest', () => {
    const { entries, faults } = readLibrary('@misc{a, title={Sch\ufffdne Titel}}');
    expect(entries).toHaveLength(1);
    expect(faults[0]?.message).toBe('text:web.library-faults.letters');
  });

  it('reads no more than it states', () => {
    const text = Array.from({ length: MOST_ENTRIES + 1 }, (_, i) => `@misc{k, doi={10.1000/${i}}}`).join(
      '\n',
    );
    const { entries, faults } = readLibrary(text);
    expect(entries).toHaveLength(MOST_ENTRIES);
    expect(faults[0]?.message).toBe('text:web.library-faults.cut {"most":20000}');
  });

  it.each([
    '@a{k,t={',
    '@a{k,t={\n',
    '@a{\n',
    '\n@a{b,\n',
    '@',
    '@a{b,t="x"',
    '{a}',
    'TY  - J\n',
    '10.1000/',
    'a{b,',
    '= "',
    '<a>',
    ' \n',
  ])('takes linear time on 300 kB of %j', (unit) => {
    for (const head of ['', '@misc{a, title={', '@misc{a, title={A}}\n', 'TY  - JOUR\n', '<rdf:RDF>']) {
      const startedAt = performance.now();
      readLibrary(head + unit.repeat(300_000 / unit.length));
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    }
  });
});
