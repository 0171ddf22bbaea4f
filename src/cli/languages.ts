// `courant languages`: each language file beside English; what a translator still has to do below it.
import { compareLanguages } from '../language/compare-languages.js';
import type { Language } from '../language/language-file.js';
import { languages } from '../language/languages.js';

/** Ends with 1 when a file is not complete, so that a build can ask. */
export function showLanguages(): void {
  const { all } = languages();
  const english = all.find(({ code }) => code === 'en');
  if (!english) return;
  const reports = all.map((language) => report(language, english));
  process.stdout.write(`${reports.flat().join('\n')}\n`);
  if (reports.some(({ length }) => length > 1)) process.exitCode = 1;
}

function report(language: Language, english: Language): string[] {
  const { missing, foreign, differing } = compareLanguages(language, english);
  const faults = [
    ...missing.map((key) => `  ${key}: missing, English is shown`),
    ...foreign.map((key) => `  ${key}: nobody asks for it`),
    ...differing.map(({ key, why }) => `  ${key}: ${why}`),
  ];
  const state = faults.length === 0 ? 'complete' : `${faults.length} to do`;
  return [`${language.code.padEnd(8)}${language.name}: ${language.messages.size} texts, ${state}`, ...faults];
}
