// `{{t "web.sign-up.heading" name=value}}` for Handlebars templates. The texts come with the data of a rendering:
// `template(view, { data: { texts } })`.
import type { HelperOptions } from 'handlebars';
import type { SafeHtml } from '../shared/safe-html.js';
import type { Values } from './message.js';
import type { Texts } from './texts.js';

/** In HTML templates: values are escaped, slots stand around their parts. */
export function htmlText(key: string, options: HelperOptions): SafeHtml {
  return textsOf(options).html(key, options.hash as Values);
}

/** In text templates, which escape nothing. */
export function plainText(key: string, options: HelperOptions): string {
  return textsOf(options).say(key, options.hash as Values);
}

/** `Saturday, 21 November 2026`, or as the language has it. */
export function longDate(dateOn: string, options: HelperOptions): string {
  return textsOf(options).longDate(dateOn);
}

function textsOf({ data }: HelperOptions): Texts {
  return (data as { texts: Texts }).texts;
}
