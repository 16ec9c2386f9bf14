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

/**
 * Runs work and marks its errors if something was written before them: a command that they end does
 * not report that nothing was touched.
 */
export async function markErrorsAfterWrite<T>(
  hasWritten: () => boolean,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!hasWritten()) throw error;
    const known = error instanceof MultipleErrors ? error : toRaccordError(error);
    for (const one of toRaccordErrors(known)) one.addContext({ hasWritten: true });
    throw known;
  }
}

/**
 * Returns the exit code of a command with several parts: an interruption first, then a code that
 * needs a person's action, then "some failed". "Bad input", which means that nothing was touched,
 * is returned only if it applies to all parts.
 */
export function worstExit(codes: readonly ExitCode[]): ExitCode {
  if (codes.includes(EXIT.interrupted)) return EXIT.interrupted;
  const isAllInput = codes.every((code) => code === EXIT.badInput);
  const told = codes.map((code) =>
    code === EXIT.badInput && !isAllInput ? EXIT.someFailed : code,
  );
  const failed = told.filter((code) => code !== EXIT.done);
  return failed.find((code) => code !== EXIT.someFailed) ?? failed[0] ?? EXIT.done;
}
