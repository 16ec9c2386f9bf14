import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { listNames } from './if-present.ts';
import type { Logger } from '../log/logger.ts';
import type { Clock } from '../domain/clock.ts';
import { safeMessage } from '../errors/safe-message.ts';

/** The records of runs for people to read, in a folder per run; traces are in evidence. */
export const RECORD_KINDS = ['evidence', 'reports', 'doctor'] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

/** The record of one kind from one run. */
export interface OldRecord {
  readonly kind: RecordKind;
  readonly run: string;
  /** Absolute path. */
  readonly folder: string;
  readonly bytes: number;
}

/** `20261123T210000Z-1a2b`, as created by `newRunId`. */
const RUN_ID = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-[0-9a-f]{4,12}$/u;

/** Selects the runs that began longer ago than that; names of another form are left alone. */
export function oldRuns(names: readonly string[], now: Date, olderThanMs: number): string[] {
  return names.filter((name) => {
    if (!RUN_ID.test(name)) return false;
    const began = Date.parse(name.replace(RUN_ID, '$1-$2-$3T$4:$5:$6Z'));
    return now.getTime() - began > olderThanMs;
  });
}

/** Finds the records of runs in a home that began longer ago than that. Changes nothing. */
export async function findOldRecords(
  home: string,
  now: Date,
  olderThanMs: number,
): Promise<OldRecord[]> {
  const found: OldRecord[] = [];
  for (const kind of RECORD_KINDS) {
    for (const run of oldRuns(await listNames(join(home, kind)), now, olderThanMs).sort()) {
      const folder = join(home, kind, run);
      // A link leads to files that are not raccord's.
      if ((await lstat(folder)).isDirectory()) {
        found.push({ kind, run, folder, bytes: await sizeOf(folder) });
      }
    }
  }
  return found;
}

/**
 * Removes the records that {@link findOldRecords} found, under the home's lock: no run is active.
 * @throws Error of the system, which names the folder.
 */
export async function removeRecords(records: readonly OldRecord[]): Promise<void> {
  for (const { folder } of records) await rm(folder, { recursive: true, force: true });
}

interface KeepingParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly texts: { readonly keeping: { readonly cleaned: string; readonly notCleaned: string } };
}

/** Removes the records of old runs, if this is configured, under the home's lock; never throws. */
export async function removeOldRecords(
  { home, keepMs }: { readonly home: string; readonly keepMs?: number },
  { clock, logger, texts: { keeping } }: KeepingParts,
): Promise<void> {
  if (keepMs === undefined) return;
  try {
    const old = await findOldRecords(home, clock.now(), keepMs);
    await removeRecords(old);
    if (old.length > 0) logger.info({ folders: old.length }, keeping.cleaned);
  } catch (error) {
    // The work itself is complete; the next run tries again.
    logger.warn({ reason: safeMessage(error) }, keeping.notCleaned);
  }
}

/** Returns the bytes of all files under a folder; links are not followed. */
async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    bytes += entry.isDirectory() ? await sizeOf(path) : (await lstat(path)).size;
  }
  return bytes;
}
