import { causeOf } from '../domain/cause.ts';
import { isRaccordError, RaccordError } from '../domain/errors.ts';
import { UnwritableError } from './durable-file.ts';

/** Whatever was thrown, as an error that a person can act on. */
export function knownError(error: unknown): RaccordError {
  if (isRaccordError(error)) return error;
  if (error instanceof UnwritableError) {
    const { path, why, reason } = error;
    return new RaccordError('HOME_UNWRITABLE', { path, why, reason }, error);
  }
  return new RaccordError('UNEXPECTED', { reason: causeOf(error) }, error);
}
