import type { Answered, Exchange } from './exchange.ts';
import { isSuccess } from './classify-reply.ts';
import { chorusWords } from './shapes.ts';

/** Errors that PISTE, or a gateway before it, occasionally returns to valid requests. */
type NoiseKind =
  /** 401 that does not mention the account. */
  | 'unclear'
  /** A web page, which is not the API's. */
  | 'web-page'
  /** 400 without a message of Chorus Pro, 404, 500; for a token request, any refusal. */
  | 'hiccup';

/** Maximum number of attempts at a request per kind of error. */
const RETRY_LIMITS: Readonly<Record<NoiseKind, number>> = {
  // How many wrong passwords block a technical account is unknown; an administrator's five do.
  unclear: 4,
  // A content filter blocks the same request again.
  'web-page': 2,
  hiccup: 5,
};

const MAX_RETRIES = Math.max(...Object.values(RETRY_LIMITS));

/** Counts the inconclusive answers to one request, to limit its retries. */
export class Noise {
  readonly #kindOf: (answer: Answered) => NoiseKind | undefined;
  readonly #counts = new Map<NoiseKind, number>();
  #attempts = 0;

  constructor(kindOf: (answer: Answered) => NoiseKind | undefined) {
    this.#kindOf = kindOf;
  }

  /** Number of attempts so far. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Counts an answer; returns true if the request should be retried. */
  isWorthAnother(answer: Exchange): boolean {
    this.#attempts += 1;
    const kind = answer.kind === 'answered' ? this.#kindOf(answer) : undefined;
    if (kind === undefined) return false;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count < RETRY_LIMITS[kind] && this.#attempts < MAX_RETRIES;
  }

  /** True if the next attempt should use another token: the first was refused twice. */
  get doubtsToken(): boolean {
    return this.#counts.get('unclear') === 2;
  }
}

/** Classifies the noise of the API (facts/piste-api.md section 3c). */
export function apiNoise({ status, body, challenge, document }: Answered): NoiseKind | undefined {
  if (body === 'web-page') return status > 500 ? undefined : 'web-page';
  if (status === 401) return challenge === 'unclear' ? 'unclear' : undefined;
  if (status === 400) return chorusWords(document) === undefined ? 'hiccup' : undefined;
  return status === 404 || status === 500 ? 'hiccup' : undefined;
}

/** Classifies noise of the token endpoint, which refuses one valid application in ten by name. */
export function tokenNoise({ status, body }: Answered): NoiseKind | undefined {
  if (isSuccess(status) || status > 500) return undefined;
  if (body === 'web-page') return 'web-page';
  return [400, 401, 404, 500].includes(status) ? 'hiccup' : undefined;
}
