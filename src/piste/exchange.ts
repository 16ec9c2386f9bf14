import { RaccordError } from '../errors/errors.ts';
import { omitUndefined } from '../domain/omit-undefined.ts';
import { isCertificateCode } from './certificate.ts';
import { challengeOf, type Challenge } from './challenge.ts';
import { chorusWords } from './shapes.ts';
import { isWebPage, titleOf } from './web-page.ts';

/** What one request came to: an answer, whatever it says, or none. */
export type Exchange = Answered | Unanswered;

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** How the body reads; a web page is never the API's own. */
  readonly body: 'json' | 'empty' | 'web-page' | 'other';
  /** What a JSON body holds; undefined for any other. */
  readonly document: unknown;
  /** A web page's, as it came; empty if it has none. */
  readonly title?: string;
  readonly challenge: Challenge;
  /** `Retry-After`, in seconds from now. */
  readonly retryAfterSeconds?: number;
}

export interface Unanswered {
  readonly kind: 'unanswered';
  readonly cause: 'timeout' | 'network' | 'too-long' | 'certificate' | 'proxy' | 'name';
  /** The system's own code, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** What a proxy answered instead of letting through. */
  readonly status?: number;
}

export interface ExchangeOptions {
  /** Milliseconds until the whole answer must be there. */
  readonly patienceMs: number;
  readonly now: Date;
  /** Ends it, with INTERRUPTED. */
  readonly signal: AbortSignal | undefined;
  /** How an address is asked; the way there is not decided here. */
  readonly fetch: Fetch;
}

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** Node's codes for a name that does not resolve. */
const NAMELESS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA']);

/** More than a page of any list takes, in bytes. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

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
  { patienceMs, now, signal, fetch }: ExchangeOptions,
): Promise<Exchange> {
  const timeoutMs = AbortSignal.timeout(patienceMs);
  const either = signal === undefined ? timeoutMs : AbortSignal.any([timeoutMs, signal]);
  try {
    const answer = await fetch(url, { ...request, redirect: 'manual', signal: either });
    return answered(answer, await readText(answer), now);
  } catch (error) {
    if (signal?.aborted === true) throw new RaccordError('INTERRUPTED', {});
    if (timeoutMs.aborted) return { kind: 'unanswered', cause: 'timeout' };
    if (error instanceof TooLongError) return { kind: 'unanswered', cause: 'too-long' };
    const { code, status } = rootOf(error) ?? {};
    return omitUndefined<Unanswered>({
      kind: 'unanswered',
      cause: causeBy(code ?? ''),
      code,
      status,
    });
  }
}

function causeBy(code: string): Unanswered['cause'] {
  if (isCertificateCode(code)) return 'certificate';
  if (code.startsWith('PROXY_')) return 'proxy';
  return NAMELESS.has(code) ? 'name' : 'network';
}

/** @throws TooLongError */
async function readText({ body, headers }: Response): Promise<string> {
  if (body === null) return '';
  const reader = (body as ReadableStream<Uint8Array>).getReader();
  const decoder = decoderFor(headers.get('Content-Type') ?? '');
  let text = '';
  for (let length = 0; ;) {
    const { value, done } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > MAX_ANSWER_BYTES) {
      await reader.cancel();
      throw new TooLongError();
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Pages of gateways are often in Windows-1252. */
function decoderFor(contentType: string): TextDecoder {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w-]+)/iu.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset);
  } catch {
    // A name that nobody knows; the default is right most often.
    return new TextDecoder();
  }
}

function answered({ status, headers }: Response, text: string, now: Date): Answered {
  const read = readBody(text, headers.get('Content-Type') ?? '');
  return omitUndefined<Answered>({
    kind: 'answered',
    status,
    ...read,
    challenge: challengeOf(headers.get('WWW-Authenticate') ?? '', chorusWords(read.document) ?? ''),
    retryAfterSeconds: secondsUntil(headers.get('Retry-After') ?? '', now),
  });
}

function readBody(
  text: string,
  contentType: string,
): Pick<Answered, 'body' | 'document'> & { readonly title?: string } {
  if (text.trim() === '') return { body: 'empty', document: undefined };
  try {
    return { body: 'json', document: JSON.parse(text) };
  } catch {
    // The parser's message quotes the text; that there is no JSON is all that matters.
    return isWebPage(contentType, text)
      ? { body: 'web-page', document: undefined, title: titleOf(text) }
      : { body: 'other', document: undefined };
  }
}

/** `Retry-After` is a number of seconds or a date; undefined for anything else. */
export function secondsUntil(header: string, now: Date): number | undefined {
  const text = header.trim();
  if (/^\d{1,7}$/u.test(text)) return Number(text);
  // Dates there begin with a day's name; Date.parse would take much else for one.
  const time = /^[A-Z][a-z]{2,8}, /u.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now.getTime()) / 1000));
}

/** What `fetch failed` hides in its causes. */
function rootOf(error: unknown): Pick<Unanswered, 'code' | 'status'> | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError) return rootOf(error.errors[0]) ?? rootOf(error.cause);
  const inner = rootOf(error.cause);
  if (inner !== undefined) return inner;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return undefined;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  return omitUndefined<Pick<Unanswered, 'code' | 'status'>>({ code, status });
}
