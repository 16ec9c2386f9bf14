import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Enough to tell a process from any other, also from a later one that got its pid. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Boot and start time of the process; absent where the system does not say. */
  readonly start?: string;
}

export function thisProcess(): ProcessIdentity {
  const start = processStart(process.pid);
  return { pid: process.pid, host: hostname(), ...(start !== undefined && { start }) };
}

/** True where the process surely runs no more. Of another host's processes nothing is known. */
export function isSurelyDead({ pid, host, start }: ProcessIdentity): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives, and is another user's.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
  const present = processStart(pid);
  return start !== undefined && present !== undefined && present !== start;
}

/** `pid 123 on host`, as messages name a holder. */
export function describeProcess({ pid, host }: ProcessIdentity): string {
  return `pid ${pid} on ${host}`;
}

/** Field 22 of `/proc/<pid>/stat` (ticks since boot) with the boot's id; Linux alone has them. */
function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command in parentheses, may hold spaces and parentheses itself.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
    return ticks === undefined ? undefined : `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}
