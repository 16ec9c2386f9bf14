import type { UnwritableReason } from './errors.ts';
import { systemCodeOf, unwritableReasonOf } from './unwritable-reason.ts';

/** A file or folder that could not be written, and why; the sentence is left to the caller. */
export class UnwritableError extends Error {
  readonly path: string;
  readonly why: UnwritableReason;
  readonly reason: string;
  /** True where a file is already there and was not to be replaced. */
  readonly exists: boolean;

  constructor(path: string, cause: unknown) {
    const reason = reasonOf(cause);
    super(`${path}: ${reason}`, { cause });
    this.name = 'UnwritableError';
    this.path = path;
    this.why = unwritableReasonOf(path, cause);
    this.reason = reason;
    this.exists = systemCodeOf(cause) === 'EEXIST';
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // `ENOSPC: no space left on device, write` says enough; the path has its own place.
  return cause.message.replace(/, \w+( '.*')?$/u, '');
}
