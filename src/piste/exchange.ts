import { RaccordError } from '../errors/raccord-error.ts';
import { challengeOf, type Challenge } from './challenge.ts';
import { chorusWords } from './shapes.ts';
import { isWebPage, titleOf } from './web-page.ts';

/** Result of one request: any answer, or none. */
export type Exchange = Answered | Unanswered;

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** Type of the body; a web page is never the API's own. */
  readonly body: 'json' | 'empty' | 'web-page' | 'other';
  /** Parsed JSON body; undefined for any other body. */
  readonly document: unknown;
  /** Title of a web page, unmodified; empty if it has none. */
  readonly title?: string;
  readonly challenge: Challenge;
  /** `Retry-After`, in seconds from now. */
  readonly retryAfterSeconds?: number;
}

export interface Unanswered {
  readonly kind: 'unanswered';
  readonly cause: 'timeout' | 'network' | 'too-long' | 'certificate' | 'proxy' | 'name';
  /** The system's error code, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** HTTP status of a proxy that refused the connection. */
  readonly status?: number;
}

export interface ExchangeOptions {
  /** Timeout for the complete answer, in milliseconds. */
  readonly patienceMs: number;
  readonly now: Date;
  /** Ends the request with INTERRUPTED. */
  readonly signal: AbortSignal | undefined;
  /** Fetches an address; routing is the caller's concern. */
  readonly fetch: Fetch;
}

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** Node's codes for a host name that cannot be resolved. */
const NAMELESS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ENODATA']);

/** Maximum size of an answer, in bytes; larger than a page of any list. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

class TooLongError extends Error {}

/**
 * Sends one request without following redirects: credentials go to their intended host only.
 * Network errors are returned as a result. Their messages are not passed on, since they may quote a
 * header.
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
    return {
      kind: 'unanswered',
      cause: causeBy(code ?? ''),
      code,
      status,
    };
  }
}

function causeBy(code: string): Unanswered['cause'] {
  if (CERTIFICATE_CODES.has(code)) return 'certificate';
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

/** Returns the body's decoder: gateway pages are often encoded in Windows-1252. */
function decoderFor(contentType: string): TextDecoder {
  const [, charset = 'utf-8'] = /;\s*charset="?([\w-]+)/iu.exec(contentType) ?? [];
  try {
    return new TextDecoder(charset);
  } catch {
    // Unknown encoding: the default is right most often.
    return new TextDecoder();
  }
}

function answered({ status, headers }: Response, text: string, now: Date): Answered {
  const read = readBody(text, headers.get('Content-Type') ?? '');
  return {
    kind: 'answered',
    status,
    ...read,
    challenge: challengeOf(headers.get('WWW-Authenticate') ?? '', chorusWords(read.document) ?? ''),
    retryAfterSeconds: secondsUntil(headers.get('Retry-After') ?? '', now),
  };
}

function readBody(
  text: string,
  contentType: string,
): Pick<Answered, 'body' | 'document'> & { readonly title?: string } {
  if (text.trim() === '') return { body: 'empty', document: undefined };
  try {
    return { body: 'json', document: JSON.parse(text) };
  } catch {
    // The parser's message quotes the text; it matters only that the text is not JSON.
    return isWebPage(contentType, text)
      ? { body: 'web-page', document: undefined, title: titleOf(text) }
      : { body: 'other', document: undefined };
  }
}

/** Parses `Retry-After`, a number of seconds or a date; returns undefined for anything else. */
export function secondsUntil(header: string, now: Date): number | undefined {
  const text = header.trim();
  if (/^\d{1,7}$/u.test(text)) return Number(text);
  // HTTP dates begin with a weekday; Date.parse would accept many other formats.
  const time = /^[A-Z][a-z]{2,8}, /u.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, Math.ceil((time - now.getTime()) / 1000));
}

/** Returns the error code or status among the causes of `fetch failed`. */
function rootOf(error: unknown): Pick<Unanswered, 'code' | 'status'> | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof AggregateError) return rootOf(error.errors[0]) ?? rootOf(error.cause);
  const inner = rootOf(error.cause);
  if (inner !== undefined) return inner;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined) return undefined;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  return { code, status };
}

/** Node's codes for a certificate that is not accepted, including OpenSSL's. */
const CERTIFICATE_CODES = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'ERR_TLS_CERT_SIGNATURE_ALGORITHM_UNSUPPORTED',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);
