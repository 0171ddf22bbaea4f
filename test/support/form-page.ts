// A page as a reader without JavaScript uses it: read it, fill in one of its forms, press its button.

export interface Page {
  status: number;
  url: string;
  html: string;
  location: string | null;
  cookie: string | null;
}

export type Fields = Record<string, string | string[]>;

/** Redirects are not followed. @param cookie as the browser would send it */
export async function open(url: string, cookie = ''): Promise<Page> {
  return read(await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} }));
}

/** Posts to a URL as a page of the same origin does. */
export async function press(url: string, fields: Fields = {}, cookie = ''): Promise<Page> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) body.append(name, one);
  }
  const headers = { 'sec-fetch-site': 'same-origin', origin: 'null', ...(cookie && { cookie }) };
  return read(await fetch(url, { method: 'POST', body, headers, redirect: 'manual' }));
}

/** What the form with this action would send if it were sent as it is. */
export function fieldsOf(html: string, action: RegExp): Fields {
  const forms = [...html.matchAll(/<form method="post" action="([^"]*)"[^>]*>([^]*?)<\/form>/g)];
  const form = forms.find(([, to = '']) => action.test(to))?.[2];
  if (form === undefined) throw new Error(`No form posts to ${String(action)}`);
  const fields: Record<string, string[]> = {};
  const add = (name: string, value: string) => (fields[name] ??= []).push(unescape(value));
  for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
    const name = / name="([^"]*)"/.exec(tag)?.[1];
    const isOff = /type="(checkbox|radio)"/.test(tag) && !tag.includes(' checked');
    if (name && !isOff) add(name, / value="([^"]*)"/.exec(tag)?.[1] ?? '');
  }
  for (const [, name = '', options = ''] of form.matchAll(
    /<select[^>]* name="([^"]*)"[^>]*>([^]*?)<\/select>/g,
  )) {
    const option =
      /<option value="([^"]*)" selected>/.exec(options) ?? /<option value="([^"]*)"/.exec(options);
    add(name, option?.[1] ?? '');
  }
  for (const [, name = '', text = ''] of form.matchAll(
    /<textarea[^>]* name="([^"]*)"[^>]*>\n?([^]*?)<\/textarea>/g,
  )) {
    add(name, text);
  }
  return fields;
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');
}

async function read(answer: Response): Promise<Page> {
  return {
    status: answer.status,
    url: answer.url,
    html: await answer.text(),
    location: answer.headers.get('location'),
    cookie: answer.headers.get('set-cookie'),
  };
}
