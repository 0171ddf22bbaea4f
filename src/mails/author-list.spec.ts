// Authors: the first few, those she follows wherever they stand, and names from right to left apart.
import { describe, expect, it } from '@jest/globals';
import { texts } from '../language/languages.js';
import { authorList } from './author-list.js';

const names = ['Ada', 'Bea', 'Cem', 'Dag', 'Eva', 'Fee', 'Gro'];
const listed = (authors: string[], followed: string[] = [], language = 'en') => {
  const { text, html } = authorList(authors, followed, texts(language));
  return { text, html: html.toHTML() };
};

describe('the authors of a paper', () => {
  it('are all named while they are few, else the first three and how many more', () => {
    expect(listed([]).text).toBe('');
    expect(listed(names.slice(0, 4)).text).toBe('Ada, Bea, Cem and Dag');
    expect(listed(names).text).toBe('Ada, Bea, Cem and 4 more');
    expect(listed(names, [], 'de').text).toBe('Ada, Bea, Cem und 4 weitere');
    expect(listed(names, [], 'zh').text).toBe('Ada、Bea、Cem及另外 4 人');
  });

  it('are named and emphasised wherever they stand when she follows them', () => {
    expect(listed(names, ['Fee'])).toEqual({
      text: 'Ada, Bea, Cem, *Fee* and 3 more',
      html: 'Ada, Bea, Cem, <strong class="followed">Fee</strong> and 3 more',
    });
    expect(listed(names, ['Ada']).text).toBe('*Ada*, Bea, Cem and 4 more');
    expect(listed(names, ['Nobody']).text).toBe('Ada, Bea, Cem and 4 more');
  });

  it('are never counted as one more, which is as long as a name', () => {
    expect(listed(names.slice(0, 5), ['Eva']).text).toBe('Ada, Bea, Cem, Dag and *Eva*');
  });

  it('keep their places when a name is written from right to left', () => {
    const { text, html } = listed(['יעל כהן', 'محمد الفاسي', 'Ada']);
    expect(text).toBe('יעל כהן\u200e, محمد الفاسي\u200e and Ada');
    expect(html).toBe('<span dir="rtl">יעל כהן</span>, <span dir="rtl">محمد الفاسي</span> and Ada');
  });

  it('are text, whatever they are called', () => {
    expect(listed(['<b>Robert</b>']).html).toBe('&lt;b&gt;Robert&lt;/b&gt;');
  });
});
