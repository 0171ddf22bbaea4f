// The exact words a reader agrees to. A change of wording is a new version; the old ones stay in the records.

export interface ConsentWording {
  version: string;
  text: string;
}

export function signUpWording(brandName: string): ConsentWording {
  return {
    version: '2026-11-21',
    text: `I would like to receive a daily e-mail from ${brandName} with papers picked for my interests. I can unsubscribe with one click at any time.`,
  };
}

export function confirmWording(brandName: string): ConsentWording {
  return { version: '2026-11-21', text: `Confirm my subscription to ${brandName}.` };
}

export const unsubscribeWording: ConsentWording = { version: '2026-11-21', text: 'Unsubscribe.' };

export const newAddressWording: ConsentWording = {
  version: '2026-11-21',
  text: 'Send my digests to this address.',
};

export const undoWording: ConsentWording = {
  version: '2026-11-21',
  text: 'I did not want to unsubscribe: send my digests again.',
};
