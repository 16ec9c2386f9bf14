import { RaccordError } from '../domain/errors.ts';
import { present } from '../domain/present.ts';

/** What one request came to: an answer, whatever it says, or none. */
export type Exchange = Answered | Unanswered;

/** `WWW-Authenticate`, for what tells an account's refusal from a token's. */
export type Challenge = 'account' | 'unknown-path' | 'unclear';

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** How the body reads. */
  readonly body: 'json' | 'empty' | 'other';
  /** What a JSON body holds; undefined for any other. */
  readonly document: unknown;
  readonly challenge: Challenge;
  /** `Retry-After`, in seconds from now. */
  readonly retryAfterSeconds?: number;
}

export interface Unanswered {
  readonly kind: 'unanswered';
  readonly cause: 'timeout' | 'network' | 'too-long';
  /** The system's own code, such as `ECONNREFUSED`. */
  readonly code?: string;
}

export interface ExchangeOptions {
  /** Milliseconds until the whole answer must be there. */
  readonly patienceMs: number;
  readonly now: Date;
  /** Ends it, with INTERRUPTED. */
  readonly signal: AbortSignal | undefined;
}

/** More than a page of any list takes, in bytes. */
const LONGEST_ANSWER = 8 * 1024 * 1024;

class TooLongError extends Error {}

/**
 * Sends one request, and follows no redirect: credentials go where they were meant to go, or nowhere.
 * Errors of the network are an outcome as any other. Their texts are not told further, since they can
 * quote a header.
 * @throws RaccordError INTERRUPTED
 */
export async function exchange(
  url: URL,
  request: Pick<RequestInit, 'method' | 'headers' | 'body'>,
  { patienceMs, now, signal }: ExchangeOptions,
): Promise<Exchange> {
  const patience = AbortSignal.timeout(patienceMs);
  const either = signal === undefined ? patience : AbortSignal.any([patience, signal]);
  try {
    const answer = await fetch(url, { ...request, redirect: 'manual', signal: either });
    return answered(answer, await readText(answer), now);
  } catch (error) {
    if (signal?.aborted === true) throw new RaccordError('INTERRUPTED', {});
    if (patience.aborted) return { kind: 'unanswered', cause: 'timeout' };
    if (error instanceof TooLongError) return { kind: 'unanswered', cause: 'too-long' };
    return present<Unanswered>({ kind: 'unanswered', cause: 'network', code: codeOf(error) });
  }
}

/** @throws TooLongError */
async function readText({ body }: Response): Promise<string> {
  if (body === null) return '';
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let length = 0; ;) {
    const { value, done } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > LONGEST_ANSWER) {
      await reader.cancel();
      throw new TooLongError();
    }
    text += decoder.decode(value, { stream: true });
  }
}

function answered({ status, headers }: Response, text: string, now: Date): Answered {
  return present<Answered>({
    kind: 'answered',
    status,
    ...read(text),
    challenge: challengeOf(headers.get('WWW-Authenticate') ?? ''),
    retryAfterSeconds: secondsUntil(headers.get('Retry-After') ?? '', now),
  });
}

function read(text: string): Pick<Answered, 'body' | 'document'> {
  if (text.trim() === '') return { body: 'empty', document: undefined };
  try {
    return { body: 'json', document: JSON.parse(text) };
  } catch {
    // The parser's message quotes the text; that there is no JSON is all that matters.
    return { body: 'other', document: undefined };
  }
}

/** The values that were seen are in facts/piste-api.md section 3c. */
function challengeOf(header: string): Challenge {
  if (/\b(login|password)\b/iu.test(header)) return 'account';
  return /realm="DefaultRealm"/iu.test(header) ? 'unknown-path' : 'unclear';
}

/** `Retry-After` is a number of seconds or a date; undefined for anything else. */
export function secondsUntil(header: string, now: Date): number | undefined {
  const text = header.trim();
  if (/^\d{1,7}$/u.test(text)) return Number(text);
  // Dates there begin with a day's name; Date.parse would take much else for one.
  const time = /^[A-Z][a-z]{2,8}, /u.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now.getTime()) / 1000));
}

/** The code of what `fetch failed` hides in its causes. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError) return codeOf(error.errors[0]) ?? codeOf(error.cause);
  const inner = codeOf(error.cause);
  if (inner !== undefined) return inner;
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
