import type { RequestLessons } from '../acting/request-lessons.ts';
import { EXIT } from '../errors/exit-code.ts';
import { type AnyRaccordError, isRaccordError } from '../errors/raccord-error.ts';

/**
 * Reads, and asks the person about the requests that were stopped if a page was not as expected.
 * Once they are answered, everything is read again: raccord never sends a stopped request itself.
 * @param isIncomplete returns true if the result says that a page was not as expected.
 */
export async function askingAboutRequests<T>(
  requests: RequestLessons,
  read: () => Promise<T>,
  isIncomplete: (result: T) => boolean = () => false,
): Promise<T> {
  for (;;) {
    try {
      const result = await read();
      if (!isIncomplete(result) || !(await requests.ask())) return result;
    } catch (error) {
      if (!isRaccordError(error) || !isDrift(error) || !(await requests.ask())) throw error;
    }
  }
}

/** Returns whether a page was not as expected. */
export function isDrift(error: AnyRaccordError): boolean {
  return error.policy.exit === EXIT.drift;
}
