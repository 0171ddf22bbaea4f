// The pages as HTML: escaped, readable without a script, within the content security policy.
import { describe, expect, it } from '@jest/globals';
import { sampleFrame, samplePages, sampleSignUp } from '../../../test/support/sample-pages.js';
import { texts } from '../../language/languages.js';
import { renderPage, type PageName } from './page-views.js';

const english = texts('en');
const names = Object.keys(samplePages) as PageName[];
const page = (name: PageName) => renderPage(name, english, { ...sampleFrame, ...samplePages[name] });
const signUp = (change: Partial<typeof sampleSignUp>) =>
  renderPage('sign-up', english, { ...sampleFrame, ...sampleSignUp, ...change });

describe.each(names)('page %s', (name) => {
  it('is one document with one heading, landmarks and nothing inline', () => {
    const html = page(name);
    expect(html).toMatch(/^<!doctype html>\n<html lang="en" dir="ltr">/);
    expect(html.match(/<h1/g)).toHaveLength(1);
    for (const landmark of ['<header', '<nav aria-label', '<main id="main"', '<footer']) {
      expect(html).toContain(landmark);
    }
    expect(html).not.toMatch(/ style=| on[a-z]+="|<style|<script(?! src="\/assets\/)|src="https?:/);
    expect(html).toMatch(/<title>[^<]+ · Courant<\/title>/);
  });
});

describe('renderPage', () => {
  it('shows markup in a value as text', () => {
    const html = renderPage('message', english, {
      ...sampleFrame,
      heading: '<b>x</b>',
      wayOn: { url: '/', text: 'Home' },
      text: '{{publicUrl}}"',
      status: 400,
    });
    expect(html).toContain('&lt;b&gt;x&lt;/b&gt;');
    expect(html).toContain('{{publicUrl}}&quot;');
    expect(html).not.toContain('<b>x');
  });

  it('makes a link that is none of the web inert', () => {
    const [paper] = samplePages.edition.papers;
    if (!paper) throw new Error('the sample edition has no paper');
    const papers = [{ ...paper, url: 'javascript:alert(1)', pdfUrl: 'data:,x' }];
    const html = renderPage('edition', english, {
      ...sampleFrame,
      isRanked: true,
      dateText: 'today',
      papers,
    });
    expect(html).not.toMatch(/javascript:|data:/);
  });

  it('thanks arXiv where its metadata is shown, and only there', () => {
    const thanks = 'Thank you to arXiv for use of its open access interoperability.';
    const thanking = names.filter((name) => page(name).includes(thanks));
    expect(thanking.toSorted()).toEqual(['edition', 'feedback', 'history', 'saved', 'sign-up']);
    expect(signUp({ latest: undefined })).not.toContain(thanks);
  });

  it('asks for confirmation with a button that posts, and for nothing else', () => {
    for (const [name, action] of [
      ['confirm', '/confirm/3f7a'] as const,
      ['unsubscribe', '/u/3f7a'] as const,
    ]) {
      expect(page(name)).toContain(`<form method="post" action="${action}">`);
      expect(page(name).match(/<(form|button|input|script)/g)).toEqual(['<form', '<button']);
      expect(page(name)).toContain('<meta name="referrer" content="no-referrer">');
    }
  });

  it('keeps a mail that is shown in a sandbox without scripts', () => {
    const sandbox = /<iframe[^>]* sandbox="([^"]*)"/.exec(page('mailbox-message'))?.[1];
    expect(sandbox).toBeDefined();
    expect(sandbox).not.toMatch(/allow-(scripts|same-origin|top-navigation|forms)/);
    expect(page('mailbox-message')).toContain('<a href="https://papers.example.org/u/3f7a">');
  });
});

describe('sign-up form', () => {
  it('posts every field by its name, with a trap for robots out of reach of people', () => {
    const html = signUp({});
    expect(html).toContain('<form method="post" action="/"');
    for (const name of ['email', 'description', 'categories', 'timeZone', 'deliverAtHour', 'website']) {
      expect(html).toContain(`name="${name}"`);
    }
    expect(html).toMatch(
      /aria-hidden="true">\s*<label for="website">.*\s*<input[^>]* tabindex="-1" autocomplete="off">/,
    );
  });

  it('opens the groups in which something is chosen, and only those', () => {
    expect(signUp({}).match(/<details[^>]*>\s*<summary><span lang="en">[^<]*/g)).toEqual([
      expect.stringMatching(/<details open>\s*<summary>.*Computer Science/),
      expect.stringMatching(/<details>\s*<summary>.*Statistics/),
    ]);
  });

  it('keeps what was typed, exactly', () => {
    const values = {
      ...sampleSignUp.values,
      email: 'a"b@example.org',
      description: '\nfirst\n  </textarea>second',
    };
    const html = signUp({ values });
    expect(html).toContain('value="a&quot;b@example.org"');
    expect(html).toContain('>\n\nfirst\n  &lt;/textarea&gt;second</textarea>');
  });

  it('says errors in her language, and takes nothing that was typed for one', () => {
    const typed = 'text:web.consent.undo';
    const view = {
      ...sampleSignUp,
      values: { ...sampleSignUp.values, description: typed },
      errors: { email: 'text:web.errors.tooLong {"most":2000}', timeZone: 'text:web.nowhere' },
    };
    const html = renderPage('sign-up', texts('de'), { ...sampleFrame, ...view });
    expect(html).toContain('Bitte verwenden Sie höchstens 2.000 Zeichen.');
    expect(html).toContain('\ntext:web.consent.undo</textarea>');
    expect(html).toContain('text:web.nowhere');
  });

  it('names each error at the top with a link, and beside its field', () => {
    const html = signUp({ errors: { email: 'Enter an address', categories: 'Unknown field' } });
    expect(html).toContain('<title>Error: ');
    expect(html).toContain('<a href="#email">Your e-mail address – Enter an address</a>');
    expect(html).toContain('<a href="#categories">Fields to follow – Unknown field</a>');
    expect(html).toMatch(/<input type="email"[^>]* aria-invalid="true" aria-describedby="email-error"/);
    expect(html).toContain('id="email-error"');
    expect(html).toMatch(/<fieldset[^>]* aria-describedby="categories-hint categories-error"/);
    expect(signUp({})).not.toMatch(/role="alert"|aria-invalid|<title>Error/);
  });
});
