// The part of every mail's view model that says who is writing, and in which language.
import type { Slot } from '../language/message.js';
import type { Texts } from '../language/texts.js';
import type { Addressed, Brand } from './mail-content.js';
import { escapeHtml } from './stationery.js';
import { oneLine } from './wording.js';

export interface BrandView {
  /** As HTML names it: `zh-Hans`. */
  lang: string;
  dir: 'ltr' | 'rtl';
  brandName: string;
  brandNameUpper: string;
  logoUrl: string;
  publicUrl: string;
  /** The address of the site as people say it, without the scheme. */
  siteName: string;
  footer: string;
  postalAddress: string;
  ownerEmail: string;
  /** What stands around an address in a sentence. */
  siteLink: Slot;
  ownerLink: Slot;
}

const views = new WeakMap<Brand, Map<string, BrandView>>();

/** The same for every mail of a brand and a language. */
export function brandView({ brand, texts }: Addressed): BrandView {
  const known = views.get(brand) ?? new Map<string, BrandView>();
  views.set(brand, known);
  let view = known.get(texts.code);
  if (!view) known.set(texts.code, (view = viewOf(brand, texts)));
  return view;
}

function viewOf(brand: Brand, texts: Texts): BrandView {
  return {
    lang: texts.lang,
    dir: texts.dir,
    brandName: oneLine(brand.name),
    brandNameUpper: oneLine(brand.name).toUpperCase(),
    logoUrl: brand.logoUrl ?? '',
    publicUrl: brand.publicUrl,
    siteName: brand.publicUrl.replace(/^https?:\/\//, '').replace(/\/$/, ''),
    footer: oneLine(brand.footer ?? ''),
    postalAddress: oneLine(brand.postalAddress),
    ownerEmail: brand.ownerEmail,
    siteLink: linkTo(brand.publicUrl),
    ownerLink: linkTo(`mailto:${brand.ownerEmail}`),
  };
}

/** With the class that templates/mail gives its links: a message knows of none. */
function linkTo(url: string): Slot {
  return { open: `<a class="link" href="${escapeHtml(url)}">`, close: '</a>' };
}
