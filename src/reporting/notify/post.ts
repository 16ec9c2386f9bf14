import type { Clock } from '../../domain/clock.ts';
import { fetchFailure, type Fetch } from '../../outbound/fetch-over.ts';

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly clock: Clock;
  /** Timeout of each attempt, in milliseconds. */
  readonly patienceMs: number;
  /** Pause before the second attempt, in milliseconds. */
  readonly pauseMs: number;
  /** Aborts both attempts. */
  readonly signal: AbortSignal;
  readonly fetch: Fetch;
}

/** An error of the server or the network that may not recur. */
class PassingError extends Error {
  /** Delay in milliseconds that the server asks for. */
  pauseMs: number | undefined;
}

/**
 * Posts to an address, with one retry if the server or the network failed.
 * @throws Error with the reason, without the address.
 */
export async function postOnceMore(address: URL, options: PostOptions): Promise<void> {
  try {
    await post(address, options);
  } catch (error) {
    if (!(error instanceof PassingError) || options.signal.aborted) throw error;
    await options.clock.sleep(error.pauseMs ?? options.pauseMs, options.signal);
    await post(address, options);
  }
}

async function post(
  address: URL,
  { headers, body, patienceMs, signal, fetch }: PostOptions,
): Promise<void> {
  const answer = await fetch(address, {
    method: 'POST',
    headers,
    body,
    // A redirect would send the data to another address.
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  }).catch((error: unknown) => {
    throw new PassingError(fetchFailure(error), { cause: error });
  });
  // The body is not read; one that never ends must not block.
  await answer.body?.cancel();
  if (answer.status >= 500) throw new PassingError(`HTTP ${answer.status}`);
  if (answer.status === 429) throw limited(answer.headers.get('Retry-After') ?? '');
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
}

/** Returns the error of a rate limit. Chat servers send seconds, some with a fraction. */
function limited(retryAfter: string): PassingError {
  const error = new PassingError('HTTP 429');
  if (/^\d{1,5}(?:\.\d+)?$/u.test(retryAfter)) error.pauseMs = Number(retryAfter) * 1000;
  return error;
}
