// CPU time of this process, user and system: what else the machine does counts less than with a clock.

export function cpuTime(run) {
  const before = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuMs: (user + system) / 1_000 };
}
