import { createHash } from 'node:crypto';

/** A request on its way out of the browser. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  /** As the page set them: cookies and what the network adds are not there yet. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined where there is a body that cannot be read. */
  readonly body: Buffer | undefined;
  /** True for what can come again though its document is gone: one that is reloaded, a worker's. */
  readonly outlivesItsPage: boolean;
}

const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** True for a method that reads, whatever is asked by it. */
export function readsByMethod(method: string): boolean {
  return READING_METHODS.has(method);
}

/**
 * Returns what two requests have in common where one repeats the other: a digest of method, address
 * and body, from which no password can be read. The line that separates the parts of a multipart
 * body is drawn anew each time and does not count.
 */
export function repetitionKey({
  method,
  url,
  headers,
  body = Buffer.alloc(0),
}: OutgoingRequest): string {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
  const boundary = /^multipart\/.*boundary="?([^";]+)/iu.exec(type?.[1] ?? '')?.[1];
  const text = body.toString('latin1');
  const content = boundary === undefined ? text : text.replaceAll(boundary, '');
  return createHash('sha256').update(`${method} ${url}\n${content}`, 'latin1').digest('hex');
}
