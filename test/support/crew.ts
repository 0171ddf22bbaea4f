// Processes of several roles that die by chance, and are replaced.
import { CourantProcess } from './courant-process.js';

export class Crew {
  readonly members: CourantProcess[];
  /** Pids, in the order of their deaths. */
  readonly killed: number[] = [];

  constructor(private readonly envs: readonly Record<string, string>[]) {
    this.members = envs.map((env) => new CourantProcess({ env }));
  }

  async untilReady(): Promise<this> {
    await Promise.all(this.members.map((member) => member.untilReady()));
    return this;
  }

  /** Kills one that is at work, chosen by chance, and starts another. @returns undefined while none of them is ready */
  async killAny(): Promise<number | undefined> {
    const ready = this.members.filter(({ isReady }) => isReady);
    const victim = ready[Math.floor(Math.random() * ready.length)];
    if (!victim) return undefined;
    await victim.stop('SIGKILL');
    this.killed.push(victim.pid);
    this.replace(victim);
    return victim.pid;
  }

  private replace(dead: CourantProcess): void {
    const place = this.members.indexOf(dead);
    this.members[place] = new CourantProcess({ env: this.envs[place] ?? {} });
  }

  /** @returns how each of them ended */
  async stop() {
    return Promise.all(this.members.map((member) => member.stop()));
  }
}
