// For operators: the form to put on another site, to look at and to copy.
import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import type { Texts } from '../language/texts.js';
import { textsFor } from '../platform/http/asked-language.js';
import { sendPage } from '../platform/http/send-page.js';
import { SafeHtml } from '../shared/safe-html.js';

@ApiExcludeController()
@Controller('embed')
export class EmbedController {
  constructor(private readonly config: Config) {}

  @Get()
  show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const texts = textsFor(request, this.config);
    const form = embeddedForm(texts, this.config.http.publicUrl);
    sendPage(reply, this.config, 'embed', {
      snippet: form,
      scriptTag: `<script src="${this.config.http.publicUrl}/assets/embed.js" async></script>`,
      formHtml: new SafeHtml(form),
      origins: [...this.config.abuse.corsOrigins],
    });
  }
}

/** A form that needs no script. What is left open (hour, time zone) is asked on the page it leads to. */
function embeddedForm(texts: Texts, publicUrl: string): string {
  const say = (key: string) => escaped(texts.say(key));
  return [
    `<form action="${escaped(publicUrl)}/" method="post" accept-charset="utf-8" data-courant>`,
    `  <input type="hidden" name="language" value="${texts.code}">`,
    `  <p><label>${say('web.common.email')}<br>`,
    '    <input type="email" name="email" required maxlength="254" autocomplete="email"></label></p>',
    `  <p><label>${say('web.common.whatDoYouWorkOn')}<br>`,
    '    <textarea name="description" required rows="4" maxlength="2000"></textarea></label></p>',
    `  <p><button type="submit">${say('web.sign-up.subscribe')}</button></p>`,
    '</form>',
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
