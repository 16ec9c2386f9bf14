import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import {
  identityOf,
  isSameRequest,
  textsSent,
  type RequestContent,
  type RequestIdentity,
} from './request-identity.ts';
import { saysItWrites } from './request-words.ts';

const text = z.string().trim().min(1).max(300);
const names = z.array(text).max(200);

/** What a request is known by, as it is kept. */
const identity = { path: text, names, operations: names };

/** A request that a person said only reads, although its method could write. */
export const taughtRequestSchema = z.strictObject({
  /** The host that it goes to, without its port. */
  host: text,
  at: z.iso.datetime(),
  /** The version of raccord that was taught. */
  raccord: text,
  method: z.literal('POST'),
  ...identity,
});

export type TaughtRequest = z.infer<typeof taughtRequestSchema>;

/** A request that a page sends, and what raccord knows of the moment. */
export interface SentRequest extends RequestContent {
  /**
   * True once a control that writes was pressed in the tab, or if that is unknown: the request may
   * be what the press sends.
   */
  readonly mayBeSubmit: boolean;
}

/** The reason why a request may not be taught. */
export type RequestObjection =
  /** It goes to a host that raccord has no business with. */
  | 'another-host'
  /** Its method is not POST. */
  | 'method'
  /** Its content, or the operation that it asks for, cannot be read. */
  | 'unreadable'
  | 'mutation'
  /** One of its names says that it changes something. */
  | 'says-it-writes'
  /** It carries a password. */
  | 'password'
  /** It may be what the submit button of a form sends. */
  | 'submit';

const MUTATION = /^(?:mutation|subscription) /u;

const PASSWORD =
  /pass(?:e$|e[^a-z]|word|wd|phrase)|mot.?de.?passe|(?:^|[^a-z])(?:mdp|pwd|secret)/iu;

/**
 * Returns why a request may not be taught, and may not be sent by what was taught.
 * @param isAllowed returns true for the hosts of the portal.
 */
export function objectionToRequest(
  sent: SentRequest,
  isAllowed: (host: string) => boolean,
): RequestObjection | undefined {
  if (!isAllowed(new URL(sent.url).hostname)) return 'another-host';
  if (sent.method !== 'POST') return 'method';
  if (sent.mayBeSubmit) return 'submit';
  const identity = identityOf(sent);
  if (identity === undefined) return 'unreadable';
  const objection = objectionToIdentity(identity);
  if (objection !== undefined) return objection;
  return textsSent(sent).some(saysItWrites) ? 'says-it-writes' : undefined;
}

/** Returns why what identifies a request says that it may not be taught. */
export function objectionToIdentity({
  path,
  names,
  operations,
}: RequestIdentity): RequestObjection | undefined {
  if (!isKept({ path, names, operations })) return 'unreadable';
  if (operations.some((operation) => MUTATION.test(operation))) return 'mutation';
  if (names.some((name) => PASSWORD.test(name))) return 'password';
  return [path, ...names, ...operations].some(saysItWrites) ? 'says-it-writes' : undefined;
}

/** Returns whether what a request is known by reads back as it is written. */
function isKept(known: Omit<RequestIdentity, 'method'>): boolean {
  return isDeepStrictEqual(z.object(identity).safeParse(known).data, known);
}

/** Returns whether a request was taught as one that only reads. */
export function isTaughtRequest(
  taught: readonly TaughtRequest[],
  sent: SentRequest,
  isAllowed: (host: string) => boolean,
): boolean {
  const { hostname } = new URL(sent.url);
  const there = taught.filter(({ host }) => host === hostname);
  if (there.length === 0 || objectionToRequest(sent, isAllowed) !== undefined) return false;
  const identity = identityOf(sent);
  return identity !== undefined && there.some((one) => isSameRequest(one, identity));
}

/** Adds a request, replacing what was taught for the same one before. */
export function withRequest(
  taught: readonly TaughtRequest[],
  added: TaughtRequest,
): TaughtRequest[] {
  const isAdded = (one: TaughtRequest): boolean =>
    one.host === added.host && isSameRequest(one, added);
  return [...taught.filter((one) => !isAdded(one)), added];
}

/** Returns the name of a request, by which it is forgotten: its path and its operations. */
export function nameOfRequest({ path, operations }: RequestIdentity): string {
  return [path, ...operations.map((one) => one.replace(/\s+/gu, ':'))].join('#');
}

/** Returns a copy without the user's data. */
export function requestForOthers(
  request: TaughtRequest,
  scrub: (text: string) => string,
): TaughtRequest {
  return {
    ...request,
    path: scrub(request.path),
    names: request.names.map(scrub),
    operations: request.operations.map(scrub),
  };
}
