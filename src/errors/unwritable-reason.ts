import { accessSync, constants, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { UnwritableReason } from './errors.ts';

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

/** SQLite's codes, and the beginnings of their extended ones, for a disk that takes no more. */
const OF_SQLITE = /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/u;

/** True for an error by which SQLite says that the disk takes no more. */
export function isSqliteWriteFailure(error: unknown): boolean {
  return OF_SQLITE.test(systemCodeOf(error) ?? '');
}

/** Why a file or folder could not be written, by the error that says that it could not. */
export function unwritableReasonOf(path: string, error: unknown): UnwritableReason {
  const known = BY_CODE[systemCodeOf(error) ?? ''];
  if (known !== undefined) return known;
  // SQLite says merely that it could not: its folder is asked.
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

/** The code by which an error of the system or of SQLite is known. */
export function systemCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
