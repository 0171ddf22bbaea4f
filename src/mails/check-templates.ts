// Looks at an operator's mail templates before the first mail: what must not be missing in a mail is the law's wish and
// the reader's, not the operator's.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { EX_CONFIG, StartError } from '../shared/start-error.js';
import { brandOf } from './brand-of.js';
import { digestMail } from './digest.mail.js';
import type { Brand, DigestMailInput, MailContent } from './mail-content.js';
import { asSent } from './specimens/as-sent.js';
import { SPECIMEN_LINKS, type Specimen, specimenMails } from './specimens/specimen-mails.js';
import { MAIL_NAMES, type MailName } from './stationery.js';

const FORMATS = [
  { suffix: '.html.hbs', part: 'html' },
  { suffix: '.txt.hbs', part: 'text' },
] as const;
const ADDRESS = 'Specimen House, 1 Specimen Street, 00000 Specimen';

type Required = readonly [what: string, value: string];
const address: Required = ['the postal address {{postalAddress}}', ADDRESS];
const leaving: readonly Required[] = [
  ['the link to unsubscribe {{unsubscribeUrl}}', SPECIMEN_LINKS.unsubscribeUrl],
  ['the link to the settings {{settingsUrl}}', SPECIMEN_LINKS.settingsUrl],
];
const link: Required = ['the link {{url}}', SPECIMEN_LINKS.url.split('/').at(-1) ?? ''];
const thanks: Required = [
  'the line that arXiv asks for',
  'Thank you to arXiv for use of its open access interoperability.',
];
/** Where the operator's own goes with every mail: unseen it would be an attachment. */
const logo = ({ logoUrl = '' }: Brand): readonly Required[] =>
  logoUrl.startsWith('cid:') ? [['the picture {{logoUrl}}, which goes with every mail,', logoUrl]] : [];
const required: Readonly<Record<MailName, readonly Required[]>> = {
  digest: [...leaving, address, thanks],
  welcome: [...leaving, address],
  confirmation: [link, address],
  'sign-in': [link, address],
  'change-address': [link, address],
  'address-changed': [link, address],
  erased: [address],
  alert: [address],
};

@Injectable()
export class TemplatesCheck implements OnModuleInit {
  constructor(private readonly config: Config) {}

  onModuleInit(): void {
    checkTemplates(brandOf(this.config));
  }
}

/** @throws StartError naming the file and what is wrong with it */
export function checkTemplates(brand: Brand): void {
  const { templatesDir } = brand;
  if (templatesDir === undefined) return;
  const files = filesIn(templatesDir);
  // An address of its own, so that what was written by hand is not taken for what the template says.
  const specimens = specimenMails(bothWays, { ...brand, postalAddress: ADDRESS });
  for (const name of MAIL_NAMES) {
    if (!FORMATS.some(({ suffix }) => files.includes(name + suffix))) continue;
    const written = writeAll(
      specimens.filter(({ kind }) => kind === name),
      templatesDir,
    );
    for (const { suffix, part } of FORMATS) {
      const file = name + suffix;
      if (!files.includes(file)) continue;
      checkParts(
        join(templatesDir, file),
        written.map((mail) => mail[part]),
        part === 'html' ? [...required[name], ...logo(brand)] : required[name],
      );
    }
  }
}

/** As one template, and as the parts that sending joins. */
function bothWays(digest: DigestMailInput): MailContent {
  digestMail(digest);
  return asSent(digest);
}

function writeAll(specimens: readonly Specimen[], folder: string): MailContent[] {
  try {
    return specimens.map((specimen) => specimen.write());
  } catch (error) {
    throw fault(folder, error instanceof Error ? error.message : String(error));
  }
}

function checkParts(path: string, parts: readonly string[], wanted: readonly Required[]): void {
  for (const [what, value] of wanted) {
    // The text part is wrapped.
    const isMissing = (part: string) => !part.replace(/\s+/g, ' ').includes(value);
    if (parts.some(isMissing)) throw fault(path, `${what} is missing`);
  }
}

function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new StartError(`TEMPLATES_DIR: expected a folder that exists, was given ${folder}`, EX_CONFIG);
  }
  const files = readdirSync(folder).filter((file) => file.endsWith('.hbs'));
  const known = MAIL_NAMES.flatMap((name) => FORMATS.map(({ suffix }) => name + suffix));
  const odd = files.find((file) => !known.includes(file));
  if (odd !== undefined)
    throw fault(join(folder, odd), `no mail is made of it; there are ${known.join(', ')}`);
  return files;
}

function fault(path: string, what: string): StartError {
  return new StartError(`The mail template ${path}: ${what}.`, EX_CONFIG);
}
