import type { Clock } from '../../domain/clock.ts';
import type { Fetch } from '../../outbound/fetch-over.ts';

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly clock: Clock;
  /** Milliseconds for each attempt. */
  readonly patienceMs: number;
  /** Milliseconds before the second attempt. */
  readonly pauseMs: number;
  /** Ends it all. */
  readonly signal: AbortSignal;
  readonly fetch: Fetch;
}

/** The server's fault, or the network's: another attempt may go better. */
class PassingError extends Error {
  /** Milliseconds that the server asks to wait. */
  pauseMs: number | undefined;
}

/**
 * Posts to an address, and once more where the server or the network failed.
 * @throws Error saying what went wrong, without the address.
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
    // Elsewhere is not where it was meant to go.
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
  }).catch((error: unknown) => {
    throw new PassingError(reasonOf(error), { cause: error });
  });
  // The answer is not read; a body that never ends must not be waited for.
  await answer.body?.cancel();
  if (answer.status >= 500) throw new PassingError(`HTTP ${answer.status}`);
  if (answer.status === 429) throw limited(answer.headers.get('Retry-After') ?? '');
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
}

/** Chat servers say in seconds, some with a fraction, when they take the next message. */
function limited(retryAfter: string): PassingError {
  const error = new PassingError('HTTP 429');
  if (/^\d{1,5}(?:\.\d+)?$/u.test(retryAfter)) error.pauseMs = Number(retryAfter) * 1000;
  return error;
}

/** What `fetch failed` hides in its causes; none of them quotes more of the address than the host. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join('; ');
  return cause instanceof Error ? cause.message : error.message;
}
