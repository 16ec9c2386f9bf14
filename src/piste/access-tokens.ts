import type { Clock } from '../domain/clock.ts';
import { Secret } from '../secrets/secret.ts';
import type { RegisterSecret } from './account.ts';
import type { Answered, Exchange } from './exchange.ts';
import type { Failure } from './findings.ts';
import {
  isSuccess,
  transientFailure,
  classifySilence,
  type SanitizeText,
} from './classify-reply.ts';
import { Noise, tokenNoise } from './noise.ts';
import { tokenAnswer, tokenError } from './shapes.ts';

export type TokenReply = { readonly kind: 'token'; readonly token: Secret } | Failure;

/** Functions for requesting a token. */
export interface TokenAsker {
  readonly ask: () => Promise<Exchange>;
  /** Waits before the next attempt; `attempt` is the number of attempts so far. */
  readonly pause: (attempt: number) => Promise<void>;
  readonly sanitize: SanitizeText;
}

/** Time before its expiry at which a token is replaced, in seconds; at most half its lifetime. */
const MARGIN = 60;

/** Assumed lifetime of a token if the answer states none, in seconds. */
const SHORT_LIFE = 300;

/**
 * Number of explicit refusals, out of five, that count as final: PISTE refuses a valid application
 * about once in ten (facts/piste-api.md section 1), and other noise may occur in between.
 */
const CONVICTING = 3;

/** Caches the application's token for its lifetime. Only one token request is pending at a time. */
export class AccessTokens {
  readonly #clock: Clock;
  readonly #known: RegisterSecret;
  #kept: { readonly token: Secret; readonly until: number } | undefined;
  #asking: Promise<TokenReply> | undefined;

  constructor(clock: Clock, registerSecret: RegisterSecret) {
    this.#clock = clock;
    this.#known = registerSecret;
  }

  /** Returns the cached token, or requests one. */
  async current(asker: TokenAsker): Promise<TokenReply> {
    if (this.#kept !== undefined && this.#clock.now().getTime() < this.#kept.until) {
      return { kind: 'token', token: this.#kept.token };
    }
    this.#asking ??= this.#fresh(asker).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Returns a token other than the given one, which was refused. */
  async other(refused: Secret, asker: TokenAsker): Promise<TokenReply> {
    // Another proof may have replaced it already.
    if (this.#kept?.token.equals(refused) === true) this.#kept = undefined;
    return this.current(asker);
  }

  async #fresh({ ask, pause, sanitize }: TokenAsker): Promise<TokenReply> {
    const [noise, began] = [new Noise(tokenNoise), this.#clock.elapsed()];
    for (let named = 0; ;) {
      const asked = this.#clock.now().getTime();
      const answer = await ask();
      const token = this.#read(answer, asked);
      if (token !== undefined) return { kind: 'token', token };
      if (answer.kind === 'unanswered') return classifySilence(answer, 'token');
      if (isRefusal(answer)) named += 1;
      if (noise.isWorthAnother(answer)) await pause(noise.attempts);
      else if (named < CONVICTING) return failureOf(answer, sanitize);
      else {
        const seconds = Math.round((this.#clock.elapsed() - began) / 1000);
        return {
          kind: 'application-refused',
          causes: ['client-id', 'client-secret', 'environment'],
          ...{ status: answer.status, attempts: noise.attempts, seconds },
        };
      }
    }
  }

  #read(answer: Exchange, asked: number): Secret | undefined {
    if (answer.kind === 'unanswered' || !isSuccess(answer.status)) return undefined;
    const { data } = tokenAnswer.safeParse(answer.document);
    if (data === undefined) return undefined;
    const token = new Secret(data.access_token);
    this.#known(token, 'PISTE token');
    const life = data.expires_in ?? SHORT_LIFE;
    this.#kept = { token, until: asked + (life - Math.min(MARGIN, life / 2)) * 1000 };
    return token;
  }
}

/** Returns true if PISTE refuses the application explicitly (facts/piste-api.md section 1). */
function isRefusal({ document }: Answered): boolean {
  const error = tokenError.safeParse(document).data?.error;
  return error === 'invalid_client' || error === 'unauthorized_client';
}

/** Returns the failure behind an answer without a token that does not refuse the application. */
function failureOf(answer: Answered, sanitize: SanitizeText): Failure {
  const { status, document } = answer;
  const failure = transientFailure(answer, 'token', sanitize);
  if (failure !== undefined) return failure;
  const at = 'token';
  if (isSuccess(status)) return { kind: 'unexpected', at, cause: 'unreadable', status };
  const { error, error_description: description } = tokenError.safeParse(document).data ?? {};
  const isWordless = error === undefined || isRefusal(answer);
  if (isWordless && (status === 400 || status === 401)) {
    return { kind: 'unavailable', at, cause: 'no-word', status };
  }
  const words = [error, description].filter((part) => part !== undefined).join(': ');
  return {
    ...{ kind: 'unexpected', at, cause: 'status', status },
    message: sanitize(words),
  };
}
