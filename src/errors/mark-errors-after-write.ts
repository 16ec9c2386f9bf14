import { MultipleErrors } from './raccord-error.ts';
import { toRaccordError, toRaccordErrors } from './to-raccord-error.ts';

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
