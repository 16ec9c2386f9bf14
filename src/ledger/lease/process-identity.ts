import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** The identity of a process, distinct even from a later one with the same pid. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Boot and start time of the process; absent if the system does not provide them. */
  readonly start?: string;
  /** The set of processes in which the pid is counted; absent if the system has only one. */
  readonly space?: string;
}

export function thisProcess(): ProcessIdentity {
  const start = processStart(process.pid);
  return { pid: process.pid, host: hostname(), start, space: processSpace() };
}

/**
 * Returns true if the process has surely ended. Unknown for processes of another host, and of
 * another container even if it has the same host name.
 */
export function isSurelyDead({ pid, host, start, space }: ProcessIdentity): boolean {
  if (host !== hostname() || space !== processSpace()) return false;
  if (isGone(pid)) return true;
  const present = processStart(pid);
  return start !== undefined && present !== undefined && present !== start;
}

/** Returns a short text that identifies a process and is valid in any file name. */
export function markOf({ pid, host, start = '', space = '' }: ProcessIdentity): string {
  return `${shortened(host + space)}-${pid}-${shortened(start)}`;
}

/** Returns true if the process named by a mark has surely ended. */
export function isMarkOfDead(mark: string): boolean {
  const [, machine, digits, start] = MARK.exec(mark) ?? [];
  if (machine !== shortened(hostname() + (processSpace() ?? ''))) return false;
  const pid = Number(digits);
  if (isGone(pid)) return true;
  const present = processStart(pid);
  return start !== shortened('') && present !== undefined && shortened(present) !== start;
}

const MARK = /^([0-9a-f]{6})-(\d+)-([0-9a-f]{6})$/u;

function shortened(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 6);
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // EPERM: it is alive, and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

/** Containers number their processes separately, and may share folders. */
function processSpace(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return undefined;
  }
}

/** Returns field 22 of `/proc/<pid>/stat` (ticks since boot) with the boot's id; only on Linux. */
function processStart(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command in parentheses, may itself contain spaces and parentheses.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
    return ticks === undefined ? undefined : `${boot}:${ticks}`;
  } catch {
    return undefined;
  }
}
