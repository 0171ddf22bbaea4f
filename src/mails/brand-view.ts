// The part of every mail's view model that says who is writing.
import type { Brand } from './mail-content.js';
import { oneLine } from './wording.js';

export interface BrandView {
  brandName: string;
  brandNameUpper: string;
  publicUrl: string;
  /** The address of the site as people say it, without the scheme. */
  siteName: string;
  postalAddress: string;
  ownerEmail: string;
}

export function brandView(brand: Brand): BrandView {
  return {
    brandName: oneLine(brand.name),
    brandNameUpper: oneLine(brand.name).toUpperCase(),
    publicUrl: brand.publicUrl,
    siteName: brand.publicUrl.replace(/^https?:\/\//, '').replace(/\/$/, ''),
    postalAddress: oneLine(brand.postalAddress),
    ownerEmail: brand.ownerEmail,
  };
}
