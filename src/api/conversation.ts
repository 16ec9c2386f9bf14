import type { Secret } from '../domain/secret.ts';
import type { AccessTokens, TokenReply } from './access-tokens.ts';
import type { Exchange } from './exchange.ts';
import type { ProofStep } from './findings.ts';
import { judge, type Reply } from './judge.ts';
import type { RouteName } from './routes.ts';
import { serverText } from './server-text.ts';

/** How a conversation reaches the two servers. */
export interface Line {
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
}

export type StepRecorder = (step: ProofStep) => void;

export interface ApiHeaders {
  readonly token: Secret;
  /** `cpro-account`. */
  readonly account: Secret | undefined;
}

/**
 * The requests of one proof, one after the other. In all of them together a refused token is renewed
 * once, and what it was refused for is asked once more.
 */
export class Conversation {
  readonly #line: Line;
  readonly #account: Secret;
  readonly #steps: ProofStep[] = [];
  readonly #secrets: Secret[];
  #mayRenew = true;

  /**
   * @param account the value of `cpro-account`
   * @param secrets what else the servers' texts must not repeat
   */
  constructor(line: Line, account: Secret, secrets: readonly Secret[]) {
    this.#line = line;
    this.#account = account;
    this.#secrets = [...line.secrets, account, ...secrets];
  }

  /** What was asked so far. */
  get steps(): readonly ProofStep[] {
    return [...this.#steps];
  }

  /** A text of the server's, fit to be shown. */
  readonly tell = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : serverText(text, this.#secrets);

  /** Asks in the account's name. */
  async ask(route: RouteName, body: object): Promise<Reply> {
    const reply = await this.#line.tokens.current(this.#askToken);
    if (reply.kind !== 'token') return reply;
    const first = await this.#ask(route, reply, body, this.#account);
    if (!this.#mayRenew || !isUnclearRefusal(first)) return judge(first, route, this.tell);
    this.#mayRenew = false;
    const other = await this.#line.tokens.other(reply.token, this.#askToken);
    if (other.kind !== 'token') return other;
    const second = await this.#ask(route, other, body, this.#account);
    return judge(second, route, this.tell);
  }

  /** Asks without the account; a token that is refused there is not renewed. */
  async askWithoutAccount(route: RouteName): Promise<Reply> {
    const reply = await this.#line.tokens.current(this.#askToken);
    if (reply.kind !== 'token') return reply;
    return judge(await this.#ask(route, reply, {}, undefined), route, this.tell);
  }

  readonly #record = (step: ProofStep): void => {
    this.#steps.push(step);
  };

  readonly #askToken = (): Promise<Exchange> => this.#line.askToken(this.#record);

  async #ask(
    route: RouteName,
    { token }: Extract<TokenReply, { kind: 'token' }>,
    body: object,
    account: Secret | undefined,
  ): Promise<Exchange> {
    this.#secrets.push(token);
    return this.#line.askApi(route, { token, account }, body, this.#record);
  }
}

/**
 * A 401 that does not name the account may be the token's. One that names it is not asked again: how
 * many wrong passwords block an account is unknown.
 */
function isUnclearRefusal(answer: Exchange): boolean {
  return answer.kind === 'answered' && answer.status === 401 && answer.challenge !== 'account';
}
