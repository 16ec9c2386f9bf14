import { omitUndefined } from '../domain/json.ts';
import type { Answered, Exchange, Unanswered } from './exchange.ts';
import type {
  CertificateRefused,
  Failure,
  ProxyRefused,
  Unavailable,
  Unexpected,
} from './findings.ts';
import type { StepName } from './routes.ts';
import { businessAnswer, chorusWords, MESSAGE_CODE } from './shapes.ts';

/** A reply with which a caller can continue, or the failure that ends the proof. */
export type Reply =
  | { readonly kind: 'fine'; readonly document: unknown }
  /** 403. Its meaning depends on which other APIs are refused. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'nothing-found' }
  | Failure;

/** Message codes; the numbers of messages differ in meaning between services. */
const NOTHING_FOUND = 'TRA_MSG_00.015';
const NOT_ENTITLED = new Set(['GDP_MSG_11.005']);

/** Makes a server's text safe to show; returns undefined if no part of it may be shown. */
export type SanitizeText = (text: string) => string | undefined;

/** Context of a request, for classifying its reply. */
export interface Question {
  readonly at: StepName;
  /** True if an account was sent; otherwise the reply says nothing about an account. */
  readonly withAccount: boolean;
  readonly sanitize: SanitizeText;
}

/** Classifies a reply of the API (facts/piste-api.md section 3c). */
export function classifyReply(exchange: Exchange, question: Question): Reply {
  const { at, sanitize } = question;
  if (exchange.kind === 'unanswered') return classifySilence(exchange, at);
  const { status } = exchange;
  const failure = transientFailure(exchange, at, sanitize);
  if (failure !== undefined) return failure;
  if (status === 401) return unauthorized(exchange, question);
  if (status === 403) return { kind: 'denied' };
  return business(exchange, at, sanitize);
}

/** Classifies a request without a reply. */
export function classifySilence(
  { cause, code, status }: Unanswered,
  at: StepName,
): Unavailable | CertificateRefused | ProxyRefused {
  if (cause === 'certificate') return { kind: 'certificate-refused', at, code: code ?? '' };
  // A proxy's error about the host behind it (5xx) may be temporary; a refusal is not.
  if (cause === 'proxy' && status !== undefined && status < 500) {
    return { kind: 'proxy-refused', at, status };
  }
  return { kind: 'unavailable', at, cause, status };
}

/** Returns a failure that may pass within an hour, from any of the servers. */
export function transientFailure(
  answer: Answered,
  at: StepName,
  sanitize: SanitizeText,
): Failure | undefined {
  const { status, body, title, retryAfterSeconds } = answer;
  const isPage = body === 'web-page';
  if (status === 429 && !isPage) {
    return { kind: 'rate-limited', at, retryAfterSeconds };
  }
  const page = title === undefined ? undefined : (sanitize(title) ?? '');
  const down = (cause: Unavailable['cause']): Unavailable => ({
    kind: 'unavailable',
    at,
    cause,
    status,
    page,
    retryAfterSeconds,
  });
  if (status >= 500) return down('server-error');
  if (status >= 300 && status < 400) return down('redirected');
  // With any status: the page of a content filter is not a refusal of the API.
  if (isPage) return down('not-json');
  // An empty response is not the API's either: its responses always have a body.
  return isSuccess(status) && body !== 'json' ? down('not-json') : undefined;
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function unauthorized({ status, challenge }: Answered, { at, withAccount }: Question): Reply {
  if (challenge === 'unknown-path') {
    return { kind: 'unexpected', at, cause: 'unknown-path', status };
  }
  if (challenge === 'account') {
    return withAccount
      ? { kind: 'account-refused', named: true }
      : { kind: 'unexpected', at, cause: 'status', status };
  }
  return withAccount
    ? { kind: 'unclear', at, status }
    : { kind: 'unavailable', at, cause: 'no-word', status };
}

/** Classifies a business reply; a refusal has status 200 or 400. */
function business({ status, document }: Answered, at: StepName, sanitize: SanitizeText): Reply {
  const { data } = businessAnswer.safeParse(document);
  const codeRetour = data?.codeRetour;
  if (codeRetour !== undefined && codeRetour !== 0) {
    return refusal({ at, status, codeRetour, libelle: data?.libelle ?? '' }, sanitize);
  }
  if (status === 400 && chorusWords(document) === undefined) {
    return { kind: 'unavailable', at, cause: 'no-word', status };
  }
  if (!isSuccess(status)) return { kind: 'unexpected', at, cause: 'status', status };
  if (data === undefined) return { kind: 'unexpected', at, cause: 'unreadable', status };
  return { kind: 'fine', document };
}

function refusal(
  { libelle, ...what }: Pick<Unexpected, 'at' | 'status' | 'codeRetour'> & { libelle: string },
  sanitize: SanitizeText,
): Reply {
  const messageCode = MESSAGE_CODE.exec(libelle)?.[0];
  if (messageCode === NOTHING_FOUND) return { kind: 'nothing-found' };
  const meaning = NOT_ENTITLED.has(messageCode ?? '') ? 'not-entitled' : undefined;
  const message = sanitize(libelle);
  return omitUndefined<Unexpected>({
    kind: 'unexpected',
    cause: 'refusal',
    ...what,
    messageCode,
    message,
    meaning,
  });
}
