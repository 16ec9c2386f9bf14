import { writeFileSync } from 'node:fs';

/**
 * Keeps the memory of this process, and of all that it starts, out of core dumps: a crash would
 * write the secrets it holds to the disk. Linux alone can be asked for that without a native module.
 */
export function leaveMemoryOutOfDumps(): void {
  if (process.platform !== 'linux') return;
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // A container may forbid it. Nobody can do anything about it here, so nothing is said.
  }
}
