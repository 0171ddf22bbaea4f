// A domain gets as many mails at once as it bears; one that is silent holds nobody up.
import { afterEach, describe, expect, it } from '@jest/globals';
import { DomainGates } from './domain-gates.js';

let gates = new DomainGates(20);
afterEach(() => gates.close());

/** As many mails as wait for a domain in a large run. @returns tells how many have a place right now */
function crowd(domain: string, mails = 200): { inside: number } {
  const seen = { inside: 0 };
  for (let mail = 0; mail < mails; mail += 1)
    void gates.enter(domain).then((mayPass) => (seen.inside += Number(mayPass)));
  return seen;
}

/** How many may be under way to the domain right now; they stay so. */
async function placesIn(domain: string): Promise<number> {
  const seen = crowd(domain);
  await new Promise(setImmediate);
  return seen.inside;
}

/** The only mail, or one of few, is under way, and the domain has been asked. */
async function begin(domain: string): Promise<void> {
  await gates.enter(domain);
  gates.ask(domain);
}

/** And has answered. */
function end(domain: string): void {
  gates.heard(domain);
  gates.leave(domain, 'well');
}

/** One mail after the other. */
async function goWell(domain: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await gates.enter(domain);
    gates.leave(domain, 'well');
  }
}

/** So many of the crowd are through. */
async function answer(domain: string, seen: { inside: number }, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    seen.inside -= 1;
    gates.leave(domain, 'well');
    await new Promise(setImmediate);
  }
}

describe('a recipient domain', () => {
  it('gets two at first, one more with each that went well, and nearly all when nobody else needs them', async () => {
    gates = new DomainGates(20);
    const seen = crowd('a.example');
    await new Promise(setImmediate);
    expect(seen.inside).toBe(2);
    await answer('a.example', seen, 3);
    expect(seen.inside).toBe(5);
    await answer('a.example', seen, 100);
    expect(seen.inside).toBe(18);
  });

  it('keeps more than a third only while it needs them', async () => {
    gates = new DomainGates(20);
    await goWell('a.example', 100);
    expect(await placesIn('a.example')).toBe(6);
  });

  it('has a third of the places while mails of others wait', async () => {
    gates = new DomainGates(20);
    const large = crowd('a.example');
    await new Promise(setImmediate);
    await answer('a.example', large, 30);
    await goWell('b.example', 10);
    const other = crowd('b.example');
    await answer('a.example', large, 4);
    expect([large.inside, other.inside]).toEqual([14, 6]);
    await answer('a.example', large, 1);
    expect([large.inside, other.inside]).toEqual([14, 6]);
  });

  it('that began before the others gives back what it has beyond a third, one by one', async () => {
    gates = new DomainGates(20);
    const [small, large] = [crowd('a.example'), crowd('b.example', 400)];
    for (let time = 0; time < 10; time += 1) {
      await answer('a.example', small, 1);
      await answer('b.example', large, 1);
    }
    expect(small.inside + large.inside).toBe(20);
    const beyond = small.inside - 6;
    expect(beyond).toBeGreaterThan(2);
    // However many of the others have ended since the last.
    for (let time = 0; time < beyond; time += 1) {
      await answer('b.example', large, 1 + (time % 3));
      await answer('a.example', small, 1);
    }
    expect([small.inside, large.inside]).toEqual([6, 14]);
  });

  it('that hesitates to answer gets no more than it has while mails of others wait, however many wait for it', async () => {
    gates = new DomainGates(20);
    const [large, small] = [crowd('a.example', 400), crowd('b.example')];
    for (let time = 0; time < 10; time += 1) {
      await answer('b.example', small, 1);
      await answer('a.example', large, 1);
    }
    const before = large.inside;
    gates.ask('a.example');
    const { now } = performance;
    const askedAt = performance.now();
    performance.now = () => askedAt + 300;
    await answer('b.example', small, 1);
    const whileItHesitates = large.inside;
    gates.heard('a.example');
    await answer('b.example', small, 1);
    performance.now = now;
    expect([whileItHesitates, large.inside]).toEqual([before, before + 1]);
  });

  it('that asks for less gets half, and one more after every twenty', async () => {
    gates = new DomainGates(30);
    await goWell('a.example', 14);
    await gates.enter('a.example');
    gates.leave('a.example', 'slow');
    await goWell('a.example', 40);
    expect(await placesIn('a.example')).toBe(5 + 2);
  });

  it('that asks for less though it gets one at a time is not waited for', async () => {
    gates = new DomainGates(20);
    await gates.enter('a.example');
    gates.leave('a.example', 'slow');
    await gates.enter('a.example');
    const second = gates.enter('a.example');
    gates.leave('a.example', 'slow');
    expect(await second).toBe(false);
    expect(await gates.enter('a.example')).toBe(true);
  });

  it('that is silent rests, and the others do not notice', async () => {
    gates = new DomainGates(20);
    await gates.enter('a.example');
    gates.leave('a.example', 'silent');
    expect(await gates.enter('a.example')).toBe(false);
    expect(await gates.enter('b.example')).toBe(true);
  });

  it('that falls silent with several mails at once rests once, and not longer for each', async () => {
    gates = new DomainGates(20);
    await Promise.all([gates.enter('a.example'), gates.enter('a.example')]);
    gates.leave('a.example', 'silent');
    gates.leave('a.example', 'silent');
    const { now } = performance;
    const silentAt = performance.now();
    performance.now = () => silentAt + 29_000;
    expect(await gates.enter('a.example')).toBe(false);
    performance.now = () => silentAt + 31_000;
    expect(await gates.enter('a.example')).toBe(true);
    performance.now = now;
  });

  it('that falls silent lets none of those pass who wait for it', async () => {
    gates = new DomainGates(1);
    await gates.enter('a.example');
    const second = gates.enter('a.example');
    gates.leave('a.example', 'silent');
    expect(await second).toBe(false);
  });

  it('that lets nobody through is not waited for', async () => {
    gates = new DomainGates(2);
    await Promise.all([begin('a.example'), begin('a.example')]);
    const startedAt = performance.now();
    expect(await gates.enter('a.example')).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('is not blamed when it was never asked: our database or a connection keeps us waiting', async () => {
    gates = new DomainGates(1);
    await gates.enter('a.example');
    const second = gates.enter('a.example');
    setTimeout(() => gates.leave('a.example', undefined), 1_700);
    expect(await second).toBe(true);
  });

  it('is not blamed when it was us who stood still', async () => {
    gates = new DomainGates(1);
    await begin('a.example');
    const second = gates.enter('a.example');
    // As when papers are chosen for many readers: the timer is due before the answer that has come is read.
    const blockedUntil = performance.now() + 1_900;
    while (performance.now() < blockedUntil);
    setTimeout(() => end('a.example'), 50);
    expect(await second).toBe(true);
  });

  it('is waited for as long as answers usually take, but not for longer because it alone is slow', async () => {
    const { now } = performance;
    let at = now.call(performance);
    performance.now = () => at;
    const converse = async (domain: string, ms: number, times: number) => {
      for (let time = 0; time < times; time += 1) {
        await begin(domain);
        at += ms;
        end(domain);
      }
    };
    /** Silent for three seconds, and one mail waits. */
    const isWaitedFor = async () => {
      await begin('a.example');
      at += 3_000;
      const second = gates.enter('a.example');
      setTimeout(() => end('a.example'), 300);
      const mayPass = await second;
      if (mayPass) gates.leave('a.example', 'well');
      return mayPass;
    };
    try {
      gates = new DomainGates(1);
      await converse('b.example', 50, 10);
      await converse('a.example', 3_000, 3);
      await converse('b.example', 50, 7);
      expect(await isWaitedFor()).toBe(false);
      gates = new DomainGates(1);
      await converse('a.example', 3_000, 9);
      expect(await isWaitedFor()).toBe(true);
    } finally {
      performance.now = now;
    }
  });

  it('that goes on, however slowly, is waited for', async () => {
    gates = new DomainGates(1);
    await begin('a.example');
    const second = gates.enter('a.example');
    const third = gates.enter('a.example');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    end('a.example');
    expect(await second).toBe(true);
    gates.ask('a.example');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    end('a.example');
    expect(await third).toBe(true);
  });
});
