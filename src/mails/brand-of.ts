// Who writes our mails, as it is configured.
import { resolve } from 'node:path';
import type { Config } from '../config/config.js';
import type { Brand } from './mail-content.js';

export function brandOf({ mail, http }: Pick<Config, 'mail' | 'http'>): Brand {
  const { logoUrl, accent, footer, templatesDir } = mail.brand;
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
