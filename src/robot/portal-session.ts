import { signIn } from '../../flows/sign-in.ts';
import { cookieSecrets, SessionStore } from '../browser/session-store.ts';
import type { Config } from '../config/config.ts';
import { AllowedHosts } from '../domain/allowed-hosts.ts';
import { type AnyRaccordError, isRaccordError } from '../errors/raccord-error.ts';
import type { BrowserWorker } from './browser-worker.ts';
import type { RobotParts } from './robot-parts.ts';
import type { StepContexts } from './step-context.ts';

/** The administrator's session on the portal: all workers of a run share one sign-in. */
export class Session {
  readonly #parts: RobotParts;
  readonly #stepContexts: StepContexts;
  /** Workers whose session ended wait here for the one that signs in again. */
  #renewal: Promise<unknown> = Promise.resolve();
  #last: BrowserWorker | undefined;
  #signIns = 0;
  /** True as long as the session of an earlier run may still be in use. */
  #isKept = true;
  /** True if the latest sign-in needed none: the portal's home page was there at once. */
  #isFoundValid = false;

  constructor(parts: RobotParts, stages: StepContexts) {
    this.#parts = parts;
    this.#stepContexts = stages;
  }

  /** Returns the store of an earlier run's session. */
  static storeOf({ home, portalUrl, login }: Config): SessionStore {
    return new SessionStore(home, portalUrl.hostname, login ?? '');
  }

  /** Number of sign-ins of this run, including sessions found to be still valid. */
  get signIns(): number {
    return this.#signIns;
  }

  /**
   * Signs in, or verifies that the stored session is still valid, and stores the session.
   * @throws RaccordError as described in `flows/sign-in.ts`.
   */
  async signIn(browserWorker: BrowserWorker): Promise<'kept' | 'signed-in'> {
    const { config, ledger, person, clock } = this.#parts;
    const { steps } = this.#stepContexts.open('sign-in', undefined, browserWorker);
    const how = await steps.run('sign-in', async () => {
      const allowedHosts = new AllowedHosts(config.allowedHosts);
      const signedIn = (): ReturnType<typeof signIn> =>
        signIn({
          activePage: browserWorker.activePage,
          portal: browserWorker.portal,
          allowedHosts,
          administrator: {
            login: config.login,
            password: config.password,
            totpSecret: config.totpSecret,
            totpLabel: config.totpLabel,
          },
          person,
          journal: ledger,
          clock,
          notKept: () => {
            this.#isKept = false;
          },
        });
      const result = await (browserWorker.guard?.whileSigningIn(allowedHosts, signedIn) ??
        signedIn());
      await this.knowCookies(browserWorker);
      return result;
    });
    await Session.storeOf(config).save(browserWorker.context);
    this.#last = browserWorker;
    this.#signIns += 1;
    this.#isFoundValid = how === 'kept';
    return how;
  }

  /**
   * Signs a worker in again after its session ended; if another worker has done so since, takes its
   * session over.
   * @param signInsBefore {@link signIns} at the start of the work that the end interrupted.
   * @returns the reason if there is no session, otherwise `undefined`.
   */
  async renew(
    browserWorker: BrowserWorker,
    signInsBefore: number,
  ): Promise<AnyRaccordError | undefined> {
    const renewal = this.#renewal.then(async () => {
      const other = this.#last;
      if (this.#signIns > signInsBefore && other !== undefined && other !== browserWorker) {
        const { cookies } = await other.context.storageState();
        await browserWorker.context.clearCookies();
        await browserWorker.context.addCookies(cookies);
      }
      await this.signIn(browserWorker);
    });
    this.#renewal = renewal.catch(() => undefined);
    try {
      await renewal;
      return undefined;
    } catch (error) {
      if (isRaccordError(error)) return error;
      throw error;
    }
  }

  /**
   * Signs in again to replace the session of an earlier run, at most once: rights granted since
   * then become visible only in a new session. If this fails, the session is kept and the work
   * goes on with it.
   * @param signInsBefore {@link signIns} at the start of the work that lacked a right.
   * @returns whether more rights may be visible now.
   */
  async replaceKept(browserWorker: BrowserWorker, signInsBefore: number): Promise<boolean> {
    return (await this.#replace(browserWorker, signInsBefore, () => this.#isKept)) === true;
  }

  /**
   * Signs in again although the portal shows its home page: an application asked for the password,
   * since the identity provider's own session is over. If this fails, the session is kept. It is
   * not tried where something was asked for that nobody could answer now: each run would have a code
   * mailed.
   * @param signInsBefore {@link signIns} at the start of the work that was asked for the password.
   * @returns whether there is another session now, or the reason if signing in failed.
   */
  async replaceEnded(
    browserWorker: BrowserWorker,
    signInsBefore: number,
  ): Promise<boolean | AnyRaccordError> {
    return this.#replace(
      browserWorker,
      signInsBefore,
      async () => this.#isFoundValid && (await this.#canAnswer()),
    );
  }

  /** Returns whether what is asked for can be answered now, as far as is known. */
  async #canAnswer(): Promise<boolean> {
    const { config, person, ledger } = this.#parts;
    const { login, totpSecret } = config;
    if (person.isThere || login === undefined) return true;
    return !(await ledger.wasPersonAsked(login, totpSecret !== undefined));
  }

  async #replace(
    browserWorker: BrowserWorker,
    signInsBefore: number,
    mayHelp: () => boolean | Promise<boolean>,
  ): Promise<boolean | AnyRaccordError> {
    const replacement = this.#renewal.then(async () => {
      const other = this.#last;
      const { cookies } = await browserWorker.context.storageState();
      if (this.#signIns > signInsBefore && other !== undefined && other !== browserWorker) {
        const newer = await other.context.storageState();
        await browserWorker.context.clearCookies();
        await browserWorker.context.addCookies(newer.cookies);
        return true;
      }
      if (this.#parts.config.password === undefined || !(await mayHelp())) return false;
      this.#isKept = false;
      await browserWorker.context.clearCookies();
      try {
        await this.signIn(browserWorker);
        return true;
      } catch (error) {
        if (!isRaccordError(error)) throw error;
        await browserWorker.context.clearCookies();
        await browserWorker.context.addCookies(cookies);
        return error;
      }
    });
    this.#renewal = replacement.catch(() => undefined);
    return replacement;
  }

  /** Registers the session's cookies as secrets, so that they are removed from all output. */
  async knowCookies({ context, activePage }: BrowserWorker): Promise<void> {
    if (activePage.lost !== undefined) return;
    for (const cookie of await cookieSecrets(context)) this.#parts.redactor.add(cookie, 'cookie');
  }
}
