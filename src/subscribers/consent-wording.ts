// The exact words a reader agrees to, in her language. A change of wording, in any language, is a new version; the old
// ones stay in the records.
import type { Texts } from '../language/texts.js';

/** As the consent record keeps it. */
export interface ConsentWording {
  wording: string;
  wordingVersion: string;
  language: string;
}

const VERSION = '2026-11-21.2';

export function signUpWording(texts: Texts, brandName: string): ConsentWording {
  return worded(texts, texts.say('web.consent.signUp', { brand: brandName }));
}

export function confirmWording(texts: Texts, brandName: string): ConsentWording {
  return worded(texts, texts.say('web.consent.confirm', { brand: brandName }));
}

export function unsubscribeWording(texts: Texts): ConsentWording {
  return worded(texts, texts.say('web.consent.unsubscribe'));
}

export function newAddressWording(texts: Texts): ConsentWording {
  return worded(texts, texts.say('web.consent.newAddress'));
}

export function undoWording(texts: Texts): ConsentWording {
  return worded(texts, texts.say('web.consent.undo'));
}

function worded(texts: Texts, wording: string): ConsentWording {
  return { wording, wordingVersion: VERSION, language: texts.code };
}
