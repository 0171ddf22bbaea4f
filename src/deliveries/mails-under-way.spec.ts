// A job waits for its mails, but not for one that is let go.
import { describe, expect, it } from '@jest/globals';
import { MailsUnderWay } from './mails-under-way.js';

/** @returns tells how far the waiting has come, and ends a mail or lets it go */
function begin(mails: number) {
  const underWay = new MailsUnderWay();
  const ends: (() => void)[] = [];
  const letGos: (() => void)[] = [];
  for (let mail = 0; mail < mails; mail += 1)
    underWay.add((letGo) => {
      letGos.push(letGo);
      return new Promise<void>((resolve) => ends.push(resolve));
    });
  return { underWay, end: (mail: number) => ends[mail]?.(), letGo: (mail: number) => letGos[mail]?.() };
}

async function isPending(promise: Promise<void>): Promise<boolean> {
  let pending = true;
  void promise.then(() => (pending = false));
  await new Promise(setImmediate);
  return pending;
}

describe('mails under way', () => {
  it('are waited for until no more than so many are left', async () => {
    const { underWay, end } = begin(3);
    const waiting = underWay.downTo(1);
    end(0);
    expect(await isPending(waiting)).toBe(true);
    end(2);
    expect(await isPending(waiting)).toBe(false);
  });

  it('count once, let go and then ended', async () => {
    const { underWay, end, letGo } = begin(2);
    const waiting = underWay.downTo(0);
    letGo(0);
    letGo(0);
    end(0);
    expect(await isPending(waiting)).toBe(true);
    letGo(1);
    expect(await isPending(waiting)).toBe(false);
    expect(await isPending(underWay.downTo(0))).toBe(false);
  });
});
