import type { UnwritableReason } from './error-details.ts';
import { systemCodeOf, unwritableReasonOf } from './unwritable-reason.ts';

/** The failure to write a file or folder, with its reason; the caller words the message. */
export class UnwritableError extends Error {
  readonly path: string;
  readonly why: UnwritableReason;
  readonly reason: string;
  /** Whether a file already exists and was not to be replaced. */
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
  // `ENOSPC: no space left on device, write` is enough; the path has its own field.
  return cause.message.replace(/, \w+( '.*')?$/u, '');
}
