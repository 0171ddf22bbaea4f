// The languages there are: a file each in templates/messages, read and checked once. Adding one is adding its file.
import { readdirSync } from 'node:fs';
import { EX_CONFIG, StartError } from '../shared/start-error.js';
import { lookUp, negotiateLanguage } from './accept-language.js';
import { asksForMore, compareLanguages } from './compare-languages.js';
import { LANGUAGE_FILE, type Language, readLanguageFile } from './language-file.js';
import { Texts } from './texts.js';

export class Languages {
  /** What is missing or left aside, a sentence for each language that is not complete. */
  readonly notes: readonly string[];
  readonly codes: readonly string[];
  private readonly byCode: ReadonlyMap<string, Texts>;

  /** @param all English among them */
  constructor(readonly all: readonly Language[]) {
    const english = all.find(({ code }) => code === 'en');
    if (!english) throw new StartError('The language file en.json is missing.', EX_CONFIG);
    this.codes = all.map(({ code }) => code);
    this.notes = all.flatMap((one) => note(one, english));
    this.byCode = new Map(all.map((one) => [one.code, new Texts(sayable(one, english), english)]));
  }

  /** @param code a subscriber's, or undefined; what is none of ours (any more) is English */
  texts(code: string | undefined): Texts {
    const texts = this.byCode.get(code ?? 'en') ?? this.byCode.get('en');
    if (!texts) throw new Error('English is among the languages');
    return texts;
  }

  /** Ours for a language tag somebody wrote, `DE` or `zh-CN`; undefined when there is none. */
  find(tag: unknown): string | undefined {
    return typeof tag === 'string' && tag.length <= 40 ? lookUp(tag, this.codes) : undefined;
  }

  /** Ours for what a browser accepts; undefined when there is none. */
  negotiate(header: string | undefined): string | undefined {
    return negotiateLanguage(header, this.codes);
  }
}

const FOLDER = new URL('../../templates/messages/', import.meta.url);
let loaded: Languages | undefined;

/** @throws StartError when a file is broken: naming the file and the key */
export function languages(): Languages {
  loaded ??= readLanguages(FOLDER);
  return loaded;
}

/** What is said in a language. @param code a subscriber's */
export function texts(code: string | undefined): Texts {
  return languages().texts(code);
}

/** @param folder of the files, `en.json` and others */
export function readLanguages(folder: URL): Languages {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const odd = files.find((name) => !LANGUAGE_FILE.test(name));
  if (odd !== undefined) {
    throw new StartError(
      `The language file ${odd}: expected a language tag for its name, such as pt-BR.json.`,
      EX_CONFIG,
    );
  }
  return new Languages(files.toSorted().map((name) => readLanguageFile(new URL(name, folder))));
}

/** Without the texts that ask for more than they are given; English says these. */
function sayable(language: Language, english: Language): Language {
  const messages = new Map(
    [...language.messages].filter(([key, message]) => {
      const model = english.messages.get(key);
      return model !== undefined && !asksForMore(message, model);
    }),
  );
  return { ...language, messages };
}

function note(language: Language, english: Language): string[] {
  const { missing, foreign, differing } = compareLanguages(language, english);
  const parts = [
    ...(missing.length > 0 ? [`${missing.length} missing (${missing.slice(0, 3).join(', ')} …)`] : []),
    ...(foreign.length > 0 ? [`${foreign.length} that nobody asks for`] : []),
    ...(differing.length > 0 ? [`${differing.length} with other values than English`] : []),
  ];
  const file = `templates/messages/${language.code}.json`;
  return parts.length > 0 ? [`${file}: ${parts.join(', ')}; see docs/languages.md.`] : [];
}
