import { isLoopback } from '../domain/allowed-hosts.ts';
import { RaccordError } from '../errors/raccord-error.ts';
import type { Clock } from '../domain/clock.ts';
import { Secret } from '../secrets/secret.ts';
import { AccessTokens } from './access-tokens.ts';
import { accountHeader, type Account, type RegisterSecret } from './account.ts';
import { Conversation, type ApiHeaders, type StepRecorder } from './conversation.ts';
import { exchange, type Exchange, type Fetch } from './exchange.ts';
import { ROUTES, type RouteName, type StepName } from './routes.ts';

export interface PisteOptions {
  /** Such as `https://oauth.piste.gouv.fr/api/oauth/token`. */
  readonly oauthUrl: string;
  /** Such as `https://api.piste.gouv.fr/cpro`. */
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly clock: Clock;
  /** Registers every secret, tokens included, before it is sent. */
  readonly registerSecret: RegisterSecret;
  /**
   * Milliseconds between requests; pauses before a request is repeated are multiples. Default: 1 s.
   */
  readonly intervalMs?: number;
  /** Fetches an address. Default: directly. */
  readonly fetch?: Fetch;
  /** Timeout of a request in milliseconds. Default: 30 s, as is usual among PISTE's clients. */
  readonly patienceMs?: number;
  readonly signal?: AbortSignal;
}

const INTERVAL = 1_000;

const TIMEOUT_MS = 30_000;

const JSON_TYPE = 'application/json;charset=utf-8';

/**
 * A client of PISTE's OAuth server and Chorus Pro's API behind it, for one application. Errors are
 * part of a conversation's results; it throws only RaccordError INTERRUPTED.
 */
export class PisteClient {
  readonly #options: PisteOptions;
  readonly #oauthUrl: URL;
  readonly #apiUrl: string;
  readonly #tokens: AccessTokens;
  readonly #pace: Pace;

  /** @throws RaccordError PLAIN_HTTP for an address without https, loopback excepted. */
  constructor(options: PisteOptions) {
    this.#options = options;
    this.#oauthUrl = safeUrl(options.oauthUrl, 'CHORUS_PISTE_OAUTH_URL');
    this.#apiUrl = safeUrl(options.apiUrl, 'CHORUS_PISTE_API_URL').href.replace(/\/+$/u, '');
    this.#tokens = new AccessTokens(options.clock, options.registerSecret);
    const { clock, intervalMs = INTERVAL, signal } = options;
    this.#pace = new Pace(clock, intervalMs, signal);
    options.registerSecret(options.clientSecret, 'CHORUS_PISTE_CLIENT_SECRET');
  }

  /** Starts the conversation of a technical account; all proofs share a token and a pace. */
  converse(account: Account): Conversation {
    const { clientSecret, registerSecret } = this.#options;
    return new Conversation(
      {
        tokens: this.#tokens,
        secrets: [clientSecret],
        askToken: (record) => this.#askToken(record),
        askApi: (route, headers, body, record) => this.#askApi(route, headers, body, record),
        pause: (attempt) => this.#pace.pause(attempt),
      },
      accountHeader(account, registerSecret),
      [account.password],
    );
  }

  #askToken(record: StepRecorder): Promise<Exchange> {
    const { clientId, clientSecret } = this.#options;
    const request = {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json',
        'User-Agent': 'raccord',
      },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        scope: 'openid',
      }).toString(),
    };
    return this.#send('token', `POST ${this.#oauthUrl.pathname}`, this.#oauthUrl, request, record);
  }

  #askApi(
    route: RouteName,
    { token, account }: ApiHeaders,
    body: object,
    record: StepRecorder,
  ): Promise<Exchange> {
    const { method, path } = ROUTES[route];
    const request = {
      method,
      headers: {
        Authorization: `Bearer ${token.reveal()}`,
        ...(account !== undefined && { 'cpro-account': account.reveal() }),
        ...(method === 'POST' && { 'Content-Type': JSON_TYPE }),
        Accept: JSON_TYPE,
        'User-Agent': 'raccord',
      },
      body: method === 'POST' ? JSON.stringify(body) : undefined,
    };
    return this.#send(route, `${method} ${path}`, new URL(this.#apiUrl + path), request, record);
  }

  async #send(
    step: StepName,
    line: string,
    url: URL,
    request: Parameters<typeof exchange>[1],
    record: StepRecorder,
  ): Promise<Exchange> {
    const { clock, patienceMs = TIMEOUT_MS, signal, fetch: ask = fetch } = this.#options;
    await this.#pace.turn();
    const began = clock.elapsed();
    const options = { patienceMs, now: clock.now(), signal, fetch: ask };
    const answer = await exchange(url, request, options);
    const silence = answer.kind === 'unanswered' ? answer : undefined;
    record({
      step,
      request: line,
      status: answer.kind === 'answered' ? answer.status : undefined,
      silence: silence?.cause,
      silenceCode: silence?.code,
      durationMs: Math.round(clock.elapsed() - began),
    });
    return answer;
  }
}

function safeUrl(text: string, variable: string): URL {
  const url = new URL(text);
  if (url.protocol !== 'https:' && !isLoopback(url.hostname)) {
    throw new RaccordError('PLAIN_HTTP', { host: url.hostname, variable });
  }
  return url;
}

/** Spaces requests: PISTE refuses valid ones in quick succession. */
export class Pace {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #signal: AbortSignal | undefined;
  #queue: Promise<void> = Promise.resolve();
  #next = -Infinity;

  constructor(clock: Clock, intervalMs: number, signal?: AbortSignal) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#signal = signal;
  }

  /**
   * Waits until the next request may be sent; concurrent callers wait for each other.
   * @throws RaccordError INTERRUPTED
   */
  turn(): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      await this.#sleep(this.#next - this.#clock.elapsed());
      this.#next = this.#clock.elapsed() + this.#intervalMs;
    });
    return this.#queue;
  }

  /**
   * Waits before a request is repeated: longer each time, in multiples of the interval.
   * @param attempt number of attempts so far.
   * @throws RaccordError INTERRUPTED
   */
  pause(attempt: number): Promise<void> {
    return this.#sleep(2 * attempt * this.#intervalMs);
  }

  async #sleep(milliseconds: number): Promise<void> {
    if (milliseconds > 0) await this.#clock.sleep(milliseconds, this.#signal);
    if (this.#signal?.aborted === true) throw new RaccordError('INTERRUPTED', {});
  }
}
