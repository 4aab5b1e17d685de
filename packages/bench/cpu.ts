/** Milliseconds of CPU, user and system, since `start`; other programs on the machine hardly move it. */
export function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** Milliseconds of CPU that a piece of work takes, that of its garbage included. */
export function cpuMs(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  return cpuMsSince(start);
}
