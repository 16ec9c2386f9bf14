import { SeveralErrors } from '../domain/errors.ts';
import { knownError, knownErrors } from '../files/known-error.ts';

/**
 * Runs work whose errors say whether something was written before them: a command that they end does
 * not say then that nothing was touched.
 */
export async function tellingWrites<T>(
  hasWritten: () => boolean,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!hasWritten()) throw error;
    const known = error instanceof SeveralErrors ? error : knownError(error);
    for (const one of knownErrors(known)) one.hasWritten = true;
    throw known;
  }
}
