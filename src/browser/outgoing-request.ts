import { createHash } from 'node:crypto';

/** A request that is about to leave the browser. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  /** As the page set them, without cookies and headers added by the network stack. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined if the body cannot be read. */
  readonly body: Buffer | undefined;
  /** True for a request that may repeat after its document is gone: a reload, or a worker's. */
  readonly outlivesItsPage: boolean;
  /** Sender: a form, a script that gets the answer, or neither, as for a beacon. */
  readonly sender: 'form' | 'script' | 'other';
}

const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Returns true for an HTTP method that only reads. */
export function readsByMethod(method: string): boolean {
  return READING_METHODS.has(method);
}

/**
 * Returns a key that is equal for a request and its repetition: a digest of method, address and
 * body, from which no password can be read. The boundary of a multipart body changes each time and
 * is ignored.
 */
export function repetitionKey({
  method,
  url,
  headers,
  body = Buffer.alloc(0),
}: Pick<OutgoingRequest, 'method' | 'url' | 'headers' | 'body'>): string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  const boundary = /^multipart\/.*boundary="?([^";]+)/iu.exec(type?.[1] ?? '')?.[1];
  const text = body.toString('latin1');
  const content = boundary === undefined ? text : text.replaceAll(boundary, '');
  return createHash('sha256').update(`${method} ${url}\n${content}`, 'latin1').digest('hex');
}
