// What every page has of its language: its marks, the others there are, its title, and its sentences said.
import { languages } from '../../language/languages.js';
import type { Texts } from '../../language/texts.js';
import type { Choice } from './reader-page-views.js';

interface LanguageView {
  lang: string;
  dir: string;
  /** To choose from, by their own names. `url` is this page in that language. */
  languages: (Choice & { lang: string; url: string })[];
  canSwitch: boolean;
}

/** @param path of the page; undefined when asking for it again would not show it again */
export function languageView(texts: Texts, path: string | undefined): LanguageView {
  return {
    lang: texts.lang,
    dir: texts.dir,
    languages: languages().all.map(({ code, lang, name }) => ({
      value: code,
      label: name,
      lang,
      selected: code === texts.code,
      url: path === undefined ? '' : inLanguage(path, code),
    })),
    canSwitch: path !== undefined,
  };
}

function inLanguage(path: string, code: string): string {
  const [bare = '/', query = ''] = path.split('?');
  const parameters = new URLSearchParams(query);
  parameters.delete('done');
  parameters.set('lang', code);
  return `${bare}?${parameters.toString()}`;
}

/** Titles are `web.<page>.title`, but for pages that are called after what they show. */
export function pageTitle(name: string, texts: Texts, view: object): string {
  const shown = view as Record<'heading' | 'dateText' | 'subject', string> & {
    isDone: boolean;
    paper: { title: string };
  };
  switch (name) {
    case 'message':
    case 'done':
      return shown.heading;
    case 'edition':
      return shown.dateText;
    case 'mailbox-message':
      return shown.subject || texts.say('web.mailbox-message.title');
    case 'feedback':
      return shown.isDone ? texts.say('web.feedback.done') : shown.paper.title;
    default:
      return texts.say(`web.${name}.title`);
  }
}

/** Errors come as sayings from schemas and use cases. Nothing else is one: a reader may type what looks like it. */
const SAYINGS = new Set(['error', 'errors', 'faults', 'fields', 'notice', 'papersError']);

/** The view with its errors said. */
export function phrasedView<View extends object>(texts: Texts, view: View): View {
  const phrased = (value: unknown, isError: boolean): unknown => {
    if (typeof value === 'string') return isError ? texts.phrase(value) : value;
    if (Array.isArray(value)) return value.map((one) => phrased(one, isError));
    if (!isPlain(value)) return value;
    const entries = Object.entries(value);
    return Object.fromEntries(
      entries.map(([name, inner]) => [name, phrased(inner, isError || SAYINGS.has(name))]),
    );
  };
  return phrased(view, false) as View;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
