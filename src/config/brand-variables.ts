// How an operator's mails look and what stands in them: the part of the environment that is about the brand.
import { z } from 'zod';
import { contrast, READABLE } from '../shared/colour.js';
import { MAIL_GROUND } from '../shared/mail-colours.js';
import { url } from './url-variable.js';

const colourOn = (ground: string, what: string) =>
  z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, { error: 'a colour such as #00205b' })
    .refine((colour) => !/^#[0-9a-f]{6}$/i.test(colour) || contrast(colour, ground) >= READABLE, {
      error: `a colour that can be read on the mails' ${what} ground ${ground} (contrast of ${READABLE} or more)`,
    })
    .transform((colour) => colour.toLowerCase());

export const brandVariables = {
  BRAND_NAME: z.string().max(60, { error: 'at most 60 characters' }).default('Courant').meta({
    description: 'Name of your newsletter, in mails and pages. It must not contain "arXiv".',
  }),
  BRAND_LOGO: z.string().optional().meta({
    description:
      'File with a picture in the place of the name at the head of mails, 48 pixels high there: PNG, JPEG or GIF of at most 40 kB, 48 to 400 pixels high. It goes with every mail, so that nothing is loaded when one is read.',
    example: '/etc/courant/logo.png',
  }),
  BRAND_LOGO_URL: url('https:').optional().meta({
    description:
      'The same from a web server instead of a file: mails are smaller, many programs ask before they load it, and the server learns who reads when. With both, mails carry the file.',
    example: 'https://news.example.org/logo.png',
  }),
  BRAND_COLOR: colourOn(MAIL_GROUND.light, 'light').optional().meta({
    description:
      'Accent colour of mails. One that cannot be read on their light ground (WCAG contrast below 4.5) stops the start.',
    example: '#00205b',
  }),
  BRAND_COLOR_DARK: colourOn(MAIL_GROUND.dark, 'dark').optional().meta({
    description:
      'The accent in dark mode, with the same check on the dark ground. Default: BRAND_COLOR, lightened until it reads.',
    example: '#9db8ff',
  }),
  BRAND_FOOTER: z.string().max(300, { error: 'at most 300 characters' }).optional().meta({
    description: 'A sentence of yours at the foot of every mail.',
    example: 'A service of the Example University Library.',
  }),
  TEMPLATES_DIR: z.string().optional().meta({
    description:
      'Folder of mail templates that take the place of ours, file by file (docs/mails.md). Each is checked at the start for what must not be missing.',
    example: '/etc/courant/mail',
  }),
  MAIL_THREADS: z.enum(['none', 'month']).default('none').meta({
    description:
      'Whether mail programs show each digest by itself, or those of one month as one conversation.',
  }),
};
