import { safeMessage } from './safe-message.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import {
  type AnyRaccordError,
  MultipleErrors,
  RaccordError,
  isRaccordError,
} from './raccord-error.ts';
import { UnwritableError } from './unwritable-error.ts';

/** Converts any thrown value to an error that a person can act on. */
export function toRaccordError(error: unknown): AnyRaccordError {
  if (isRaccordError(error)) return error;
  if (error instanceof UnwritableError) {
    const { path, why, reason } = error;
    return new RaccordError('HOME_UNWRITABLE', { path, why, reason }, error);
  }
  return new RaccordError('UNEXPECTED', { reason: safeMessage(error) }, error);
}

/** Returns the individual errors within an error that ends a command. */
export function toRaccordErrors(error: unknown): readonly AnyRaccordError[] {
  return error instanceof MultipleErrors ? error.errors : [toRaccordError(error)];
}

/** Returns the exit code of a command that an error ends: of several, the first one's. */
export function exitCodeOfError(error: unknown): ExitCode {
  return toRaccordErrors(error)[0]?.exitCode ?? EXIT.someFailed;
}
