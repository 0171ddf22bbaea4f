// The naive way: for each mail the template is rendered, the message composed and, with a key, signed by nodemailer. What
// the mails say is loaded before; nothing is chosen, and nobody keeps a ledger.
import Handlebars from 'handlebars';
import nodemailer from 'nodemailer';
import { digestMail } from '../../dist/mails/digest.mail.js';

const STYLE =
  'margin: 10px 0 0; padding: 7px 12px; font-family: Helvetica, Arial, sans-serif; font-size: 14px; line-height: 1.45; color: #3b3832;';
const BLOCK = `{{#each papers}}<table role="presentation" style="${STYLE}"><tr><td style="${STYLE}"><p style="${STYLE}">{{@index}}. <a href="{{url}}" style="${STYLE}">{{title}}</a></p>
<p style="${STYLE}">{{#each authors}}{{this}}, {{/each}}</p><p style="${STYLE}">{{summary}}</p><p style="${STYLE}">Why: {{../reason}}</p>
<p style="${STYLE}"><a href="{{../link}}/more" style="${STYLE}">more</a> <a href="{{../link}}/less" style="${STYLE}">less</a> <a href="{{../link}}/save" style="${STYLE}">save</a></p></td></tr></table>
{{/each}}`;
const html = Handlebars.compile(
  `<!doctype html><html><body style="${STYLE}">${BLOCK}<p><a href="{{link}}">Unsubscribe</a></p></body></html>`,
);
const text = Handlebars.compile(
  '{{#each papers}}{{title}}\n{{summary}}\nWhy: {{../reason}}\n{{url}}\n\n{{/each}}{{link}}',
  { noEscape: true },
);

/** @param digests what mails of the run said; each is rendered whole from the templates of the run */
export function sameMails(digests) {
  return (n) => digestMail(digests[n % digests.length]);
}

/** The same papers in a template of its own, a quarter smaller and without anything that is not a paper. */
export function plainMails(digests) {
  const papers = [...digests[0].forYou, ...digests[0].trending].map(({ paper }) => paper);
  return (n) => {
    const view = { papers, reason: `matches: words of reader ${n}`, link: `https://bench.example/u/${n}` };
    return { subject: `Papers for reader ${n}`, html: html(view), text: text(view) };
  };
}

export async function sendNaively({ port, connections, mails, render, dkimKey }) {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
    ...(dkimKey && {
      dkim: {
        domainName: 'bench.invalid',
        keySelector: 's',
        privateKey: dkimKey.export({ type: 'pkcs8', format: 'pem' }),
      },
    }),
  });
  const from = 'digest@bench.example';
  await Promise.all(
    Array.from({ length: mails }, (_, n) =>
      transport.sendMail({ from, to: `r${n}@example.org`, ...render(n) }),
    ),
  );
  transport.close();
}
