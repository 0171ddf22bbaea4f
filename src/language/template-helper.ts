// `{{t "web.signUp.heading" name=value}}` for Handlebars templates. The texts come with the data of a rendering:
// `template(view, { data: { texts } })`.
import type { HelperOptions } from 'handlebars';
import type { SafeHtml } from '../shared/safe-html.js';
import type { Values } from './message.js';
import type { Texts } from './texts.js';

/** In HTML templates: values are escaped, slots stand around their parts. */
export function htmlText(key: string, { data, hash }: HelperOptions): SafeHtml {
  return (data as { texts: Texts }).texts.html(key, hash as Values);
}

/** In text templates, which escape nothing. */
export function plainText(key: string, { data, hash }: HelperOptions): string {
  return (data as { texts: Texts }).texts.say(key, hash as Values);
}
