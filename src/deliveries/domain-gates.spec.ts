// A domain gets as many mails at once as it bears; one that is silent holds nobody up.
import { afterEach, describe, expect, it } from '@jest/globals';
import { DomainGates } from './domain-gates.js';

let gates = new DomainGates(20);
afterEach(() => gates.close());

/** How many may be under way to the domain right now; they stay so. */
async function placesIn(domain: string): Promise<number> {
  let places = 0;
  for (let asked = 0; asked < 30; asked += 1) {
    void gates.enter(domain).then((mayPass) => (places += Number(mayPass)));
  }
  await new Promise(setImmediate);
  return places;
}

async function goWell(domain: string, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await gates.enter(domain);
    gates.leave(domain, 'well');
  }
}

describe('a recipient domain', () => {
  it('gets two at first, one more with each that went well, and never more than there are connections', async () => {
    gates = new DomainGates(20);
    expect(await placesIn('a.example')).toBe(2);
    await goWell('b.example', 5);
    expect(await placesIn('b.example')).toBe(7);
    await goWell('c.example', 100);
    expect(await placesIn('c.example')).toBe(20);
  });

  it('that asks for less gets half, and one more after every twenty', async () => {
    gates = new DomainGates(20);
    await goWell('a.example', 14);
    await gates.enter('a.example');
    gates.leave('a.example', 'slow');
    await goWell('a.example', 40);
    expect(await placesIn('a.example')).toBe(8 + 2);
  });

  it('that is silent rests, and the others do not notice', async () => {
    gates = new DomainGates(20);
    await gates.enter('a.example');
    gates.leave('a.example', 'silent');
    expect(await gates.enter('a.example')).toBe(false);
    expect(await gates.enter('b.example')).toBe(true);
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
    await Promise.all([gates.enter('a.example'), gates.enter('a.example')]);
    const startedAt = performance.now();
    expect(await gates.enter('a.example')).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(20_000);
  });

  it('is not blamed when it was us who stood still', async () => {
    gates = new DomainGates(1);
    await gates.enter('a.example');
    const second = gates.enter('a.example');
    // As when papers are chosen for many readers: the timer is due before the answer that has come is read.
    const blockedUntil = performance.now() + 1_900;
    while (performance.now() < blockedUntil);
    setTimeout(() => gates.leave('a.example', 'well'), 50);
    expect(await second).toBe(true);
  });

  it('that goes on, however slowly, is waited for', async () => {
    gates = new DomainGates(1);
    await gates.enter('a.example');
    const second = gates.enter('a.example');
    const third = gates.enter('a.example');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    gates.leave('a.example', 'well');
    expect(await second).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    gates.leave('a.example', 'well');
    expect(await third).toBe(true);
  });
});
