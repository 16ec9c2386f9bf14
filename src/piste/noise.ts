import type { Answered, Exchange } from './exchange.ts';
import { isSuccess } from './classify-reply.ts';
import { chorusWords } from './shapes.ts';

/** What PISTE, or what stands before it, answers good requests now and then. */
type NoiseKind =
  /** 401 without a word on the account. */
  | 'unclear'
  /** A web page, which is another's. */
  | 'web-page'
  /** 400 without a word of Chorus Pro's, 404, 500; for a token whatever it refuses with, too. */
  | 'hiccup';

/** How often a request is asked in all while it is answered so. */
const RETRY_LIMITS: Readonly<Record<NoiseKind, number>> = {
  // How many wrong passwords block a technical account is unknown; an administrator's five do.
  unclear: 4,
  // What a filter blocks it blocks again.
  'web-page': 2,
  hiccup: 5,
};

const MAX_RETRIES = Math.max(...Object.values(RETRY_LIMITS));

/** Counts the answers to one request that prove nothing, to know when to ask no more. */
export class Noise {
  readonly #kindOf: (answer: Answered) => NoiseKind | undefined;
  readonly #counts = new Map<NoiseKind, number>();
  #attempts = 0;

  constructor(kindOf: (answer: Answered) => NoiseKind | undefined) {
    this.#kindOf = kindOf;
  }

  /** How often the request was asked. */
  get attempts(): number {
    return this.#attempts;
  }

  /** Takes note of an answer; true where the request is worth asking again. */
  isWorthAnother(answer: Exchange): boolean {
    this.#attempts += 1;
    const kind = answer.kind === 'answered' ? this.#kindOf(answer) : undefined;
    if (kind === undefined) return false;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return count < RETRY_LIMITS[kind] && this.#attempts < MAX_RETRIES;
  }

  /** True where the next attempt should bring another token: the first was refused twice. */
  get doubtsToken(): boolean {
    return this.#counts.get('unclear') === 2;
  }
}

/** The noise of the API (facts/piste-api.md section 3c). */
export function apiNoise({ status, body, challenge, document }: Answered): NoiseKind | undefined {
  if (body === 'web-page') return status > 500 ? undefined : 'web-page';
  if (status === 401) return challenge === 'unclear' ? 'unclear' : undefined;
  if (status === 400) return chorusWords(document) === undefined ? 'hiccup' : undefined;
  return status === 404 || status === 500 ? 'hiccup' : undefined;
}

/** The noise of the token address, which refuses one good application in ten, by name. */
export function tokenNoise({ status, body }: Answered): NoiseKind | undefined {
  if (isSuccess(status) || status > 500) return undefined;
  if (body === 'web-page') return 'web-page';
  return [400, 401, 404, 500].includes(status) ? 'hiccup' : undefined;
}
