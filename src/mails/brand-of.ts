// Who writes our mails, as it is configured.
import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import type { Brand } from './mail-content.js';

export function brandOf({ mail, http }: Pick<Config, 'mail' | 'http'>): Brand {
  const { logo, accent, footer, templatesDir } = mail.brand;
  const logoUrl = logo ? `cid:${logo.contentId}` : mail.brand.logoUrl;
  return {
    name: mail.brandName,
    publicUrl: http.publicUrl,
    postalAddress: mail.postalAddress,
    ownerEmail: mail.owner,
    footer,
    ...(logoUrl !== undefined && { logoUrl }),
    ...(accent && { accent }),
    ...(templatesDir !== undefined && { templatesDir: resolve(templatesDir) }),
  };
}

/** The same for a browser, which knows nothing of what goes with a mail. */
export function brandOnWeb(config: Pick<Config, 'mail' | 'http'>): Brand {
  const { logo, logoUrl } = config.mail.brand;
  if (!logo) return brandOf(config);
  const picture = `data:${logo.type};base64,${logo.base64.replaceAll('\r\n', '')}`;
  return { ...brandOf(config), logoUrl: logoUrl ?? picture };
}
