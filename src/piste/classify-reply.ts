import { omitUndefined } from '../domain/omit-undefined.ts';
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

/** An answer that a caller can go on with, or what ends the proof. */
export type Reply =
  | { readonly kind: 'fine'; readonly document: unknown }
  /** 403. What it means depends on what else is refused. */
  | { readonly kind: 'denied' }
  | { readonly kind: 'nothing-found' }
  | Failure;

/** Messages by their code: their numbers mean something else in each service. */
const NOTHING_FOUND = 'TRA_MSG_00.015';
const NOT_ENTITLED = new Set(['GDP_MSG_11.005']);

/** Makes a text of the server's fit to be shown; undefined where nothing of it may be. */
export type SanitizeText = (text: string) => string | undefined;

/** What was asked, and how to tell what came. */
export interface Question {
  readonly at: StepName;
  /** Whether an account was sent along: what is asked without one cannot convict it. */
  readonly withAccount: boolean;
  readonly sanitize: SanitizeText;
}

/** What an answer of the API means (facts/piste-api.md section 3c). */
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

/** What it means that no answer came. */
export function classifySilence(
  { cause, code, status }: Unanswered,
  at: StepName,
): Unavailable | CertificateRefused | ProxyRefused {
  if (cause === 'certificate') return { kind: 'certificate-refused', at, code: code ?? '' };
  // What it says of the host behind it (5xx) may be another in a moment; a refusal will not.
  if (cause === 'proxy' && status !== undefined && status < 500) {
    return { kind: 'proxy-refused', at, status };
  }
  return omitUndefined<Unavailable>({ kind: 'unavailable', at, cause, status });
}

/** What another hour may mend, whichever server it was that answered. */
export function transientFailure(
  answer: Answered,
  at: StepName,
  sanitize: SanitizeText,
): Failure | undefined {
  const { status, body, title, retryAfterSeconds } = answer;
  const isPage = body === 'web-page';
  if (status === 429 && !isPage) {
    return omitUndefined<Failure>({ kind: 'rate-limited', at, retryAfterSeconds });
  }
  const page = title === undefined ? undefined : (sanitize(title) ?? '');
  const down = (cause: Unavailable['cause']): Unavailable =>
    omitUndefined<Unavailable>({ kind: 'unavailable', at, cause, status, page, retryAfterSeconds });
  if (status >= 500) return down('server-error');
  if (status >= 300 && status < 400) return down('redirected');
  // Whatever its status: a filter's page is nobody's refusal.
  if (isPage) return down('not-json');
  // Nor is it the API's that says nothing at all: it always has something to say.
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

/** A refusal comes with 200 or with 400. */
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
