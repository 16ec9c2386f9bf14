import { present } from '../domain/present.ts';
import type { Answered, Exchange } from './exchange.ts';
import type { Failure, Unavailable, Unexpected } from './findings.ts';
import type { StepName } from './routes.ts';
import { businessAnswer } from './shapes.ts';

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
export type Tell = (text: string) => string | undefined;

/** What an answer of the API means (facts/piste-api.md section 3c). */
export function judge(exchange: Exchange, at: StepName, tell: Tell): Reply {
  if (exchange.kind === 'unanswered') return { kind: 'unavailable', at, cause: exchange.cause };
  const { status, challenge } = exchange;
  if (status === 401 && challenge !== 'unknown-path') {
    return { kind: 'account-refused', named: challenge === 'account' };
  }
  if (status === 401) return { kind: 'unexpected', at, cause: 'unknown-path', status };
  if (status === 403) return { kind: 'denied' };
  return passing(exchange, at) ?? business(exchange, at, tell);
}

/** What another hour may mend, whichever server it was that answered. */
export function passing(answer: Answered, at: StepName): Failure | undefined {
  const { status, body, retryAfterSeconds } = answer;
  if (status === 429) return present<Failure>({ kind: 'rate-limited', at, retryAfterSeconds });
  const down = (cause: Unavailable['cause']): Unavailable =>
    present<Unavailable>({ kind: 'unavailable', at, cause, status, retryAfterSeconds });
  if (status >= 500) return down('server-error');
  if (status >= 300 && status < 400) return down('redirected');
  return isSuccess(status) && body === 'other' ? down('not-json') : undefined;
}

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A refusal comes with 200 or with 400. */
function business({ status, document }: Answered, at: StepName, tell: Tell): Reply {
  const { data } = businessAnswer.safeParse(document);
  const codeRetour = data?.codeRetour;
  if (codeRetour !== undefined && codeRetour !== 0) {
    return refusal({ at, status, codeRetour, libelle: data?.libelle ?? '' }, tell);
  }
  if (!isSuccess(status)) return { kind: 'unexpected', at, cause: 'status', status };
  if (data === undefined) return { kind: 'unexpected', at, cause: 'unreadable', status };
  return { kind: 'fine', document };
}

function refusal(
  { libelle, ...what }: Pick<Unexpected, 'at' | 'status' | 'codeRetour'> & { libelle: string },
  tell: Tell,
): Reply {
  const messageCode = /\b[A-Z]{3}_MSG_\d{2}[._]\d{3}\b/u.exec(libelle)?.[0];
  if (messageCode === NOTHING_FOUND) return { kind: 'nothing-found' };
  const meaning = NOT_ENTITLED.has(messageCode ?? '') ? 'not-entitled' : undefined;
  const message = tell(libelle);
  return present<Unexpected>({
    kind: 'unexpected',
    cause: 'refusal',
    ...what,
    messageCode,
    message,
    meaning,
  });
}
