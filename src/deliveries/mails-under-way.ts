// Counts mails that are waited for: those of a job, those of a process. A job may let one go whose conversation takes long:
// it ends without it, and the next begins.

export class MailsUnderWay {
  private count = 0;
  private wake: (() => void) | undefined;

  /** @param work ends when the mail does, and never throws; what it is given ends the waiting before that */
  add(work: (letGo: () => void) => Promise<unknown>): void {
    let isAwaited = true;
    this.count += 1;
    const letGo = () => {
      if (!isAwaited) return;
      isAwaited = false;
      this.count -= 1;
      this.wake?.();
    };
    void work(letGo).finally(letGo);
  }

  /** Resolves when no more than so many are waited for. One may ask at a time. */
  async downTo(most: number): Promise<void> {
    while (this.count > most) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}
