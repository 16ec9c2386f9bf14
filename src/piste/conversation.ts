import type { Secret } from '../secrets/secret.ts';
import type { AccessTokens, TokenAsker } from './access-tokens.ts';
import type { Exchange } from './exchange.ts';
import type { VerificationStep } from './findings.ts';
import { classifyReply, type Reply } from './classify-reply.ts';
import { apiNoise, Noise } from './noise.ts';
import type { RouteName } from './routes.ts';

/** A conversation's access to the two servers. */
export interface Transport {
  readonly tokens: AccessTokens;
  /** The application's secrets. */
  readonly secrets: readonly Secret[];
  askToken(record: StepRecorder): Promise<Exchange>;
  askApi(
    route: RouteName,
    headers: ApiHeaders,
    body: object,
    record: StepRecorder,
  ): Promise<Exchange>;
  /** Waits before a request is repeated; `attempt` is the number of attempts so far. */
  pause(attempt: number): Promise<void>;
}

export type StepRecorder = (step: VerificationStep) => void;

export interface ApiHeaders {
  readonly token: Secret;
  /** Value of `cpro-account`. */
  readonly account: Secret | undefined;
}

/**
 * The sequential requests of one proof. Errors that PISTE occasionally returns to valid requests
 * are retried after a pause: a 401 that does not name the account with the same token, then with a
 * fresh one. A 401 that names the account is not retried: how many wrong passwords block an account
 * is unknown.
 */
export class Conversation {
  readonly #line: Transport;
  readonly #account: Secret;
  readonly #steps: VerificationStep[] = [];
  readonly #secrets: Secret[];

  /**
   * @param account the value of `cpro-account`
   * @param secrets further secrets that must not appear in the servers' texts
   */
  constructor(line: Transport, account: Secret, secrets: readonly Secret[]) {
    this.#line = line;
    this.#account = account;
    this.#secrets = [...line.secrets, account, ...secrets];
  }

  /** The requests made so far. */
  get steps(): readonly VerificationStep[] {
    return [...this.#steps];
  }

  /** Makes a server's text safe to show. */
  readonly sanitize = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : serverText(text, this.#secrets);

  /** Sends a request with the account. */
  ask(route: RouteName, body: object): Promise<Reply> {
    return this.#ask(route, body, this.#account);
  }

  /** Sends a request without the account. */
  askWithoutAccount(route: RouteName): Promise<Reply> {
    return this.#ask(route, {}, undefined);
  }

  async #ask(route: RouteName, body: object, account: Secret | undefined): Promise<Reply> {
    const [noise, { tokens }] = [new Noise(apiNoise), this.#line];
    let reply = await tokens.current(this.#asker);
    for (;;) {
      if (reply.kind !== 'token') return reply;
      const { token } = reply;
      this.#secrets.push(token);
      const answer = await this.#line.askApi(route, { token, account }, body, this.#record);
      if (!noise.isWorthAnother(answer)) {
        return classifyReply(answer, {
          at: route,
          withAccount: account !== undefined,
          sanitize: this.sanitize,
        });
      }
      await this.#line.pause(noise.attempts);
      reply = noise.doubtsToken
        ? await tokens.other(token, this.#asker)
        : await tokens.current(this.#asker);
    }
  }

  readonly #record = (step: VerificationStep): void => {
    this.#steps.push(step);
  };

  readonly #asker: TokenAsker = {
    ask: () => this.#line.askToken(this.#record),
    pause: (attempt) => this.#line.pause(attempt),
    sanitize: this.sanitize,
  };
}

/** Maximum length of a text; designations and messages worth reading are shorter. */
const MAX_LENGTH = 200;

/** Minimum length of a secret to search for; shorter ones occur by chance. */
const MIN_SECRET_LENGTH = 4;

/**
 * Makes a server's text safe to show: one line, no control characters, limited length. Returns
 * undefined if nothing is left or if it contains one of the secrets.
 */
export function serverText(text: string, secrets: readonly Secret[]): string | undefined {
  if (secrets.some((secret) => repeats(text, secret.reveal()))) return undefined;
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_LENGTH)
    .toWellFormed();
  return line === '' ? undefined : line;
}

function repeats(text: string, secret: string): boolean {
  if (secret.length < MIN_SECRET_LENGTH) return false;
  const lower = text.toLowerCase();
  return [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret, 'utf8').toString('base64'),
    Buffer.from(secret, 'utf8').toString('hex'),
  ].some((form) => lower.includes(form.toLowerCase()));
}
