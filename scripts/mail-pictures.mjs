// Pictures of a sample digest for the documentation: on a desktop, on a telephone in the dark, and its text part in a
// terminal. Called by screenshots.mjs; needs no demonstration.
import { join } from 'node:path';
import { asSent } from '../dist/mails/specimens/as-sent.js';
import { specimenDigest } from '../dist/mails/specimens/specimen-mails.js';
import { specimenPapers } from '../dist/mails/specimens/specimen-papers.js';

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function terminal(text) {
  const linked = escaped(text).replace(/https?:\/\/\S+/g, '<u>$&</u>');
  return `<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 24px; background: #d8d4ca; }
main { background: #1b1b1d; color: #d6d3cc; border-radius: 10px; overflow: hidden; }
header { padding: 10px 14px; background: #2b2b2e; } i { display: inline-block; width: 12px; height: 12px; margin-right: 7px; border-radius: 6px; background: #5a5a5f; }
pre { margin: 0; padding: 18px 22px 22px; font: 14px/1.5 'DejaVu Sans Mono', 'Liberation Mono', monospace; }
u { text-decoration-color: #77756f; }
</style><main><header><i></i><i></i><i></i></header><pre>${linked}</pre></main>`;
}

export async function takeMailPictures(browser, target) {
  const { html, text } = asSent(specimenDigest({ forYou: specimenPapers(10) }));
  const shots = [
    ['mail-desktop-light', html, { viewport: { width: 760, height: 1180 }, deviceScaleFactor: 1.25 }],
    [
      'mail-phone-dark',
      html,
      { viewport: { width: 390, height: 900 }, deviceScaleFactor: 1.5, colorScheme: 'dark' },
    ],
    ['mail-text', terminal(text), { viewport: { width: 900, height: 940 }, deviceScaleFactor: 1.25 }],
  ];
  for (const [name, content, options] of shots) {
    const page = await browser.newPage(options);
    await page.setContent(content);
    await page.screenshot({ path: join(target, `${name}.png`) });
    await page.close();
    console.log(`${name}.png`);
  }
}
