import { signIn, type Administrator } from '../../flows/sign-in.ts';
import { cookieSecrets, SessionStore } from '../browser/session-store.ts';
import type { Config } from '../config/config.ts';
import { AllowedHosts } from '../domain/allowed-hosts.ts';
import { isRaccordError, type RaccordError } from '../errors/errors.ts';
import { omitUndefined } from '../domain/omit-undefined.ts';
import type { BrowserWorker } from './browser-worker.ts';
import type { RobotParts } from './robot-parts.ts';
import type { StepContexts } from './step-context.ts';

/** The administrator's session on the portal: one sign-in serves all lanes of a run. */
export class Session {
  readonly #parts: RobotParts;
  readonly #stepContexts: StepContexts;
  /** Lanes whose session ended wait here for the one that signs in again. */
  #renewal: Promise<unknown> = Promise.resolve();
  #last: BrowserWorker | undefined;
  #signIns = 0;
  /** True until the run finds, or makes, that it has another session than the one an earlier run left. */
  #isKept = true;

  constructor(parts: RobotParts, stages: StepContexts) {
    this.#parts = parts;
    this.#stepContexts = stages;
  }

  /** Where an earlier run left its session. */
  static storeOf({ home, portalUrl, login }: Config): SessionStore {
    return new SessionStore(home, portalUrl.hostname, login ?? '');
  }

  /** How often the run has signed in, or found that it still was. */
  get signIns(): number {
    return this.#signIns;
  }

  /**
   * Signs in, or finds that the kept session is still good, and keeps the session.
   * @throws RaccordError as `flows/sign-in.ts` says.
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
          administrator: omitUndefined<Administrator>({
            login: config.login,
            password: config.password,
            totpSecret: config.totpSecret,
            totpLabel: config.totpLabel,
          }),
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
    return how;
  }

  /**
   * Signs a lane in anew whose session ended; one that finds that another lane has done so since
   * takes its session over.
   * @param signInsBefore {@link signIns} when the lane began what the end of the session cut short.
   * @returns why there is no session, where there is none.
   */
  async renew(
    browserWorker: BrowserWorker,
    signInsBefore: number,
  ): Promise<RaccordError | undefined> {
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
   * Signs in anew in place of the session that an earlier run left, at most once: a right that was
   * given since shows only then. Where that does not succeed, the session stays.
   * @param signInsBefore {@link signIns} when the lane began what it had no right to.
   * @returns whether it may find more now.
   */
  async replaceKept(browserWorker: BrowserWorker, signInsBefore: number): Promise<boolean> {
    const replacement = this.#renewal.then(async () => {
      const other = this.#last;
      const { cookies } = await browserWorker.context.storageState();
      if (this.#signIns > signInsBefore && other !== undefined && other !== browserWorker) {
        const newer = await other.context.storageState();
        await browserWorker.context.clearCookies();
        await browserWorker.context.addCookies(newer.cookies);
        return true;
      }
      if (!this.#isKept || this.#parts.config.password === undefined) return false;
      this.#isKept = false;
      await browserWorker.context.clearCookies();
      try {
        await this.signIn(browserWorker);
        return true;
      } catch (error) {
        if (!isRaccordError(error)) throw error;
        await browserWorker.context.clearCookies();
        await browserWorker.context.addCookies(cookies);
        return false;
      }
    });
    this.#renewal = replacement.catch(() => undefined);
    return replacement;
  }

  /** From now on the session's cookies are taken out of all that is written. */
  async knowCookies({ context, activePage }: BrowserWorker): Promise<void> {
    if (activePage.lost !== undefined) return;
    for (const cookie of await cookieSecrets(context)) this.#parts.redactor.add(cookie, 'cookie');
  }
}
