// One formatter of a kind for a locale, however many messages need it: making them is what takes time and memory.
import type { Formatters } from 'intl-messageformat';

function kept<Options extends object, Made>(
  Kind: new (locale?: string | string[], options?: Options) => Made,
): (locale?: string | string[], options?: Options) => Made {
  const made = new Map<string, Made>();
  return (locale, options) => {
    const key = `${String(locale)} ${JSON.stringify(options ?? {})}`;
    const found = made.get(key) ?? new Kind(locale, options);
    made.set(key, found);
    return found;
  };
}

export const formatters: Formatters = {
  getNumberFormat: kept(Intl.NumberFormat) as Formatters['getNumberFormat'],
  getDateTimeFormat: kept(Intl.DateTimeFormat) as Formatters['getDateTimeFormat'],
  getPluralRules: kept(Intl.PluralRules) as Formatters['getPluralRules'],
};
