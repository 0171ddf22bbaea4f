import { describe, expect, it } from '@jest/globals';
import { readAuthorList, readAuthorName } from './author-names.js';

describe('lists of authors', () => {
  it.each([
    ['Jane Doe (MIT, Cambridge), John Smith and Ann Lee (1)', ['Jane Doe', 'John Smith', 'Ann Lee']],
    ['A. One ((1) U, (2) V), B. Two (1 and 2)', ['A. One', 'B. Two']],
    [
      'Smith, J. A.; van der Berg, Anna; M\\"uller, J\\"org',
      ['J. A. Smith', 'Anna van der Berg', 'Jörg Müller'],
    ],
    ['Smith, Jr., John; Doe, Jane;', ['John Smith Jr.', 'Jane Doe']],
    ['Smith, John and Doe, Jane', ['John Smith', 'Jane Doe']],
    ['Smith, J. K.', ['J. K. Smith']],
    ['Henry M. Cathey, Jr., Jane Roe', ['Henry M. Cathey Jr.', 'Jane Roe']],
    ['Zhang San, Li Si, and Wang Wu', ['Zhang San', 'Li Si', 'Wang Wu']],
    ['张三, 李四', ['张三', '李四']],
    [
      'The ATLAS Collaboration: G. Aad, B. Abbott, et al.',
      ['The ATLAS Collaboration', 'G. Aad', 'B. Abbott'],
    ],
    ["A. Author$^{1,2}$, B. Writer*, C. D{\\'i}az", ['A. Author', 'B. Writer', 'C. Díaz']],
    ['Kim Anderson & Sandy Lee', ['Kim Anderson', 'Sandy Lee']],
    ['A. Broken (MIT, B. Other', ['A. Broken MIT', 'B. Other']],
    ['', []],
    [' , ; ,', []],
  ])('%s', (source, names) => {
    expect(readAuthorList(source)).toEqual(names);
  });
});

describe('one author', () => {
  it.each([
    ['Müller, Jörg (KIT)', 'Jörg Müller'],
    ['Eric~Granger', 'Eric Granger'],
    ['Po--Jui Lu', 'Po-Jui Lu'],
    ['W. R. Cooney,', 'W. R. Cooney'],
    ['A. Rigby3', 'A. Rigby'],
    ['IceCube-Gen2 Collaboration', 'IceCube-Gen2 Collaboration'],
    ['R. M\\ériot', 'R. Mériot'],
    ["Jos{\\'e} \\c{C}elik", 'José Çelik'],
    ["Conan O'Brien", "Conan O'Brien"],
    ['<b>Ann</b> Lee', 'Ann Lee'],
  ])('%s', (source, name) => {
    expect(readAuthorName(source)).toBe(name);
  });
});
