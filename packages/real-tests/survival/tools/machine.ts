/** What the machine says about a process. */
import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory in bytes; 0 once it has ended. */
export function memoryOf(pid: number): number {
  try {
    const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Processor time used so far, in seconds. */
export function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** How long its threads have waited for a processor so far, in ms, all together; 0 once it has ended. */
export function starvedOf(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const waited = threads.map((id) => readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[1]);
    return waited.reduce((sum, nanoseconds) => sum + Number(nanoseconds ?? 0), 0) / 1e6;
  } catch {
    return 0;
  }
}

/** The processes that a process has started, from whichever thread; none once it has ended. */
export function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => childrenOfThread(pid, thread));
  } catch {
    return [];
  }
}

function childrenOfThread(pid: number, thread: string): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return []; // it ended meanwhile
  }
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The largest memory of a process while something goes on. */
export async function peakMemory(pid: number, during: Promise<unknown>): Promise<number> {
  let peak = memoryOf(pid);
  let isOver = false;
  const over = during.finally(() => {
    isOver = true;
  });
  while (!isOver) {
    await wait(50);
    peak = Math.max(peak, memoryOf(pid));
  }
  await over;
  return peak;
}

/** By how much the memory of a process is larger at most than before something goes on. */
export async function memoryGrowth(pid: number, during: () => Promise<unknown>): Promise<number> {
  const before = memoryOf(pid);
  return (await peakMemory(pid, during())) - before;
}
