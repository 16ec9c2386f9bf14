import type { Clock } from '../domain/clock.ts';
import { Secret } from '../domain/secret.ts';
import type { Known } from './account.ts';
import type { Answered, Exchange } from './exchange.ts';
import type { Failure } from './findings.ts';
import { isSuccess, passing } from './judge.ts';
import { tokenAnswer, tokenError } from './shapes.ts';

export type TokenReply = { readonly kind: 'token'; readonly token: Secret } | Failure;

/** How long before its end a token is not used any more, in seconds; half its life if that is less. */
const MARGIN = 60;

/** For an answer that does not say how long its token lives, in seconds. */
const SHORT_LIFE = 300;

/** The application's token, kept as long as it lives. */
export class AccessTokens {
  readonly #clock: Clock;
  readonly #known: Known;
  #kept: { readonly token: Secret; readonly until: number } | undefined;

  constructor(clock: Clock, known: Known) {
    this.#clock = clock;
    this.#known = known;
  }

  /** The kept token, or the one that asking brings. */
  async current(ask: () => Promise<Exchange>): Promise<TokenReply> {
    if (this.#kept !== undefined && this.#clock.now().getTime() < this.#kept.until) {
      return { kind: 'token', token: this.#kept.token };
    }
    return this.#fresh(ask);
  }

  /** A token other than that one, which was refused. */
  async other(refused: Secret, ask: () => Promise<Exchange>): Promise<TokenReply> {
    // Another proof may have brought it already.
    if (this.#kept?.token.equals(refused) === true) this.#kept = undefined;
    return this.current(ask);
  }

  async #fresh(ask: () => Promise<Exchange>): Promise<TokenReply> {
    const asked = this.#clock.now().getTime();
    const answer = await ask();
    if (answer.kind === 'unanswered') {
      return { kind: 'unavailable', at: 'token', cause: answer.cause };
    }
    const failure = failureOf(answer);
    if (failure !== undefined) return failure;
    const { data } = tokenAnswer.safeParse(answer.document);
    if (data === undefined) {
      return { kind: 'unexpected', at: 'token', cause: 'unreadable', status: answer.status };
    }
    const token = new Secret(data.access_token);
    this.#known(token, 'PISTE token');
    const life = data.expires_in ?? SHORT_LIFE;
    this.#kept = { token, until: asked + (life - Math.min(MARGIN, life / 2)) * 1000 };
    return { kind: 'token', token };
  }
}

function failureOf(answer: Answered): Failure | undefined {
  const { status, document } = answer;
  const transient = passing(answer, 'token');
  if (transient !== undefined) return transient;
  if (isSuccess(status)) return undefined;
  if (isRefusal(answer, tokenError.safeParse(document).data?.error)) {
    return {
      kind: 'application-refused',
      causes: ['client-id', 'client-secret', 'environment'],
      status,
    };
  }
  return { kind: 'unexpected', at: 'token', cause: 'status', status };
}

/** PISTE answers 400 where the standard says 401 (facts/piste-api.md section 1). */
function isRefusal({ status, body }: Answered, error: string | undefined): boolean {
  if (error !== undefined) return error === 'invalid_client' || error === 'unauthorized_client';
  // A page of HTML is somebody else's, who stands in the way.
  return body !== 'other' && (status === 400 || status === 401);
}
