import type { ErrorCode } from '../errors/error-details.ts';
import { isRaccordError } from '../errors/raccord-error.ts';

/** Errors of a list that its portal did not give, or that is another one than was asked for. */
const NOT_READ: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'PORTAL_UNAVAILABLE',
  'SESSION_ENDED',
  'READ_BACK_DIFFERS',
]);

/** Asks for a list and reads it; once more if that was not the list, as after a silent sign-in. */
export async function readAgainUnlessRead<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!isRaccordError(error) || !NOT_READ.has(error.code)) throw error;
    return read();
  }
}
