import type { Secret } from '../secrets/secret.ts';
import type { AccessTokens, TokenAsker } from './access-tokens.ts';
import type { Exchange } from './exchange.ts';
import type { VerificationStep } from './findings.ts';
import { classifyReply, type Reply } from './classify-reply.ts';
import { apiNoise, Noise } from './noise.ts';
import type { RouteName } from './routes.ts';
import { serverText } from './server-text.ts';

/** How a conversation reaches the two servers. */
export interface Transport {
  readonly tokens: AccessTokens;
  /** The application's. */
  readonly secrets: readonly Secret[];
  askToken(record: StepRecorder): Promise<Exchange>;
  askApi(
    route: RouteName,
    headers: ApiHeaders,
    body: object,
    record: StepRecorder,
  ): Promise<Exchange>;
  /** Waits after so many attempts at one request. */
  pause(attempt: number): Promise<void>;
}

export type StepRecorder = (step: VerificationStep) => void;

export interface ApiHeaders {
  readonly token: Secret;
  /** `cpro-account`. */
  readonly account: Secret | undefined;
}

/**
 * The requests of one proof, one after the other. What PISTE answers good requests now and then is
 * asked again after a pause: a 401 that does not name the account with the same token, then with a
 * fresh one. An account that is named is not asked again: how many wrong passwords block one is
 * unknown.
 */
export class Conversation {
  readonly #line: Transport;
  readonly #account: Secret;
  readonly #steps: VerificationStep[] = [];
  readonly #secrets: Secret[];

  /**
   * @param account the value of `cpro-account`
   * @param secrets what else the servers' texts must not repeat
   */
  constructor(line: Transport, account: Secret, secrets: readonly Secret[]) {
    this.#line = line;
    this.#account = account;
    this.#secrets = [...line.secrets, account, ...secrets];
  }

  /** What was asked so far. */
  get steps(): readonly VerificationStep[] {
    return [...this.#steps];
  }

  /** A text of the server's, fit to be shown. */
  readonly sanitize = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : serverText(text, this.#secrets);

  /** Asks in the account's name. */
  ask(route: RouteName, body: object): Promise<Reply> {
    return this.#ask(route, body, this.#account);
  }

  /** Asks without the account. */
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
