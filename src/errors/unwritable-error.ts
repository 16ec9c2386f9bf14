import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { UnwritableReason } from './error-details.ts';

/** The failure to write or read a file or folder, with its reason; the caller words the message. */
export class UnwritableError extends Error {
  readonly path: string;
  readonly why: UnwritableReason;
  readonly reason: string;
  /** Whether a file already exists and was not to be replaced. */
  readonly exists: boolean;

  constructor(path: string, cause: unknown) {
    const reason = systemReason(cause);
    super(`${path}: ${reason}`, { cause });
    this.name = 'UnwritableError';
    this.path = path;
    this.why = unwritableReasonOf(path, cause);
    this.reason = reason;
    this.exists = systemCodeOf(cause) === 'EEXIST';
  }
}

/**
 * Returns the message of an error, and of a system error what happened: `ENOSPC: no space left on
 * device` without `, write '/place'`, since messages name the place themselves.
 */
export function systemReason(error: unknown): string {
  if (error instanceof UnwritableError) return error.reason;
  if (!(error instanceof Error)) return String(error);
  const isOfSystem = systemCodeOf(error) !== undefined;
  return isOfSystem ? error.message.replace(/, \w+( '.*')?$/su, '') : error.message;
}

const BY_CODE: Readonly<Partial<Record<string, UnwritableReason>>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  SQLITE_FULL: 'full',
  EROFS: 'read-only',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  ENOTDIR: 'not-a-folder',
  EEXIST: 'not-a-folder',
};

/** The prefixes of SQLite's codes, extended ones included, for a disk that takes no more writes. */
const OF_SQLITE = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/u;

/** Checks whether SQLite reports that the disk cannot be written to. */
export function isSqliteWriteFailure(error: unknown): boolean {
  return OF_SQLITE.test(systemCodeOf(error) ?? '');
}

/** Returns the reason why a file or folder could not be written, from the error of the attempt. */
function unwritableReasonOf(path: string, error: unknown): UnwritableReason {
  const known = BY_CODE[systemCodeOf(error) ?? ''];
  if (known !== undefined) return known;
  // SQLite gives no reason: its folder is tested.
  return isSqliteWriteFailure(error) ? whyOfFolder(dirname(path)) : 'other';
}

function whyOfFolder(folder: string): UnwritableReason {
  try {
    accessSync(folder, constants.W_OK);
    return statfsSync(folder).bavail === 0 ? 'full' : 'other';
  } catch (error) {
    return BY_CODE[systemCodeOf(error) ?? ''] ?? 'other';
  }
}

/** Returns the code of an error from the system or SQLite, if any. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
