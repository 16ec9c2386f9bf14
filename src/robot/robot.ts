import { WORDINGS } from '../../flows/pages/wordings.ts';
import { enrol } from '../../flows/enrol.ts';
import { addCustomWordings, readCustomWordings } from './custom-wordings.ts';
import type { ExamineTools, Examination } from '../../flows/examination.ts';
import { examinePortal } from '../../flows/examine.ts';
import { NamesOnPortal } from '../../flows/names-on-portal.ts';
import { Knowledge } from '../acting/knowledge.ts';
import { registerEngines } from '../acting/interruptions.ts';
import type { ReadingTab } from '../../flows/account-form.ts';
import { planRenewals, type PlannedRenewal, type RenewalScope } from '../../flows/plan-renewals.ts';
import { planRoster, type RosterReading } from '../../flows/plan-roster.ts';
import { DECLARED_BY_DEFAULT } from '../config/variable-schema.ts';
import { withPlannedValues } from '../domain/planned-values.ts';
import { rehearse, type Rehearsal } from '../../flows/rehearse.ts';
import { resetPassword } from '../../flows/reset-password.ts';
import type { Steps } from '../../flows/steps.ts';
import type { Tools } from '../../flows/tools.ts';
import { findBrowser } from '../browser/find-browser.ts';
import { RestartingBrowser, windowsClosed } from '../browser/launch.ts';
import { PortalClock } from '../browser/portal-clock.ts';
import type { ActivePage } from '../browser/active-page.ts';
import type { StoppedRequest } from '../browser/write-guard.ts';
import { type AnyRaccordError, isRaccordError } from '../errors/raccord-error.ts';
import { isMissingPermission } from '../errors/error-policy.ts';
import type { EnrolmentRequest } from '../domain/outcome.ts';
import type { PlannedEnrolment } from '../domain/planned-enrolment.ts';
import type { RenewalRequest, RenewalTerms } from '../domain/renewal-outcome.ts';
import type { Siret } from '../domain/siret.ts';
import { toRaccordError } from '../errors/to-raccord-error.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Taught } from '../teaching/taught.ts';
import {
  mergeAttempts,
  enrolmentReportOf,
  isSessionEnd,
  remainingOf,
  withCause,
  type EnrolmentReport,
} from './enrolment-report.ts';
import { BrowserWorker } from './browser-worker.ts';
import { recordEnrolmentEnd, recordRenewalEnd } from './record-end.ts';
import { mergeRenewalAttempts, renewalReportOf, type RenewalReport } from './renewal-report.ts';
import {
  RETRY_PAUSE_MS,
  retryWhile,
  retryReads,
  retryWrites,
  type AttemptResult,
  type RetryOptions,
} from '../domain/retry.ts';
import type { RobotParts } from './robot-parts.ts';
import { Session } from './portal-session.ts';
import { readTaught, saveTaught } from './taught-file.ts';
import { StepContexts } from './step-context.ts';
import { WriteThrottle } from './write-throttle.ts';
import { askingAboutRequests, isDrift } from './ask-about-requests.ts';
import { AllowedHosts } from '../domain/allowed-hosts.ts';
import { isFound } from '../../flows/pages/probe.ts';

/** Groups of wordings of the forms that an enrolment sends. */
const FORMS = ['declaration', 'technicalAccount'] as const;

type ExamineOptions<Kept> = Pick<ExamineTools<Kept>, 'siret' | 'learn'> & {
  readonly keep: (
    activePage: ActivePage,
    ...rest: Parameters<ExamineTools<Kept>['keep']>
  ) => Promise<Kept>;
};

/** One browser, signed in once, that enrols SIRETs one after another or several in parallel. */
export class Robot {
  readonly #parts: RobotParts;
  readonly #browser: RestartingBrowser;
  readonly #first: BrowserWorker;
  readonly #knowledge: Knowledge;
  readonly #others: BrowserWorker[] = [];
  readonly #stepContexts: StepContexts;
  readonly #session: Session;
  readonly #writes: WriteThrottle;
  #hasWritten = false;
  readonly #names: NamesOnPortal;

  private constructor(
    parts: RobotParts,
    browser: RestartingBrowser,
    first: BrowserWorker,
    knowledge: Knowledge,
  ) {
    this.#parts = parts;
    this.#knowledge = knowledge;
    this.#browser = browser;
    this.#first = first;
    this.#stepContexts = new StepContexts(
      parts,
      () => browser.kill(),
      (error) => isDrift(error) && knowledge.requests.isPending,
    );
    this.#session = new Session(parts, this.#stepContexts);
    this.#writes = new WriteThrottle(parts.clock, parts.minIntervalMs ?? 0, parts.signal);
    this.#names = new NamesOnPortal(parts.clock);
  }

  /** Starts the browser, with the stored session if there is one. */
  static async start(parts: RobotParts): Promise<Robot> {
    const { config, debug, version, readOnly = false } = parts;
    const { headed, slowMo } = debug;
    const choice = findBrowser(config.browser);
    addCustomWordings(await readCustomWordings(config.home));
    const storageState = await Session.storeOf(config).load();
    await registerEngines();
    const { network } = config;
    const browser = new RestartingBrowser({ browser: choice, headed, slowMo, version, network });
    const allowedHosts = new AllowedHosts(config.allowedHosts);
    const knowledge = new Knowledge({
      wordings: WORDINGS,
      taught: await readTaught(config.home),
      version,
      now: () => parts.clock.now(),
      save: (taught) => saveTaught(config.home, taught),
      isAllowed: (host) => allowedHosts.allows(host),
      teacher: parts.teacher,
    });
    const first = await BrowserWorker.open(browser, config.portalUrl, {
      readOnly,
      knowledge,
      storageState,
    });
    return new Robot(parts, browser, first, knowledge);
  }

  /** The name of this run and of its evidence and report folders. */
  get runId(): string {
    return this.#parts.runId;
  }

  /** True once a request that changes the portal was, or was about to be, sent. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /**
   * Signs in, or verifies that the stored session is still valid, and stores the session.
   * @throws RaccordError as described in `flows/sign-in.ts`.
   */
  async signIn(): Promise<'kept' | 'signed-in'> {
    return retryReads(() => this.#signInOnce(), this.#retry);
  }

  /** Opens browser workers with the same session, to work on several SIRETs in parallel. */
  async openBrowserWorkers(count: number): Promise<readonly [BrowserWorker, ...BrowserWorker[]]> {
    const { config, readOnly = false } = this.#parts;
    for (const browserWorker of this.#others) await this.#recover(browserWorker);
    const storageState = await this.#first.context.storageState();
    while (this.#others.length < count - 1) {
      const browserWorker = await BrowserWorker.open(this.#browser, config.portalUrl, {
        ...{ storageState, readOnly, knowledge: this.#knowledge },
      });
      this.#others.push(browserWorker);
    }
    return [this.#first, ...this.#others];
  }

  /**
   * Signs in and reads the missing resources of each SIRET (`flows/plan-roster.ts`).
   * @param concurrency number of tabs that read in parallel.
   */
  async plan(
    requests: readonly EnrolmentRequest[],
    concurrency: number,
  ): Promise<PlannedEnrolment[]> {
    this.#names.ask(requests.flatMap(({ applicationName }) => applicationName ?? []));
    const { plan, proposedEmails } = await this.#readSignedIn(async () => {
      const { signIns } = this.#session;
      const read = await this.#planOnce(requests, concurrency);
      const without = new Set(read.plan.filter(lacksStructure).map(({ siret }) => siret));
      if (without.size === 0 || !(await this.#session.replaceKept(this.#first, signIns))) {
        return read;
      }
      await this.#closeOthers();
      const once = requests.filter(({ siret }) => without.has(siret));
      const later = await this.#planOnce(once, concurrency);
      const again = new Map(later.plan.map((one) => [one.siret, one]));
      return {
        plan: read.plan.map((one) => again.get(one.siret) ?? one),
        proposedEmails: new Map([...read.proposedEmails, ...later.proposedEmails]),
      };
    });
    const { config, ledger } = this.#parts;
    const taken = [
      ...this.#names.last,
      ...(await ledger.applicationNamesIntended()),
      ...(await ledger.applicationNamesQueued()),
    ];
    return withPlannedValues(plan, requests, {
      ...{ settings: config, defaults: DECLARED_BY_DEFAULT, proposed: proposedEmails, taken },
    });
  }

  async #planOnce(
    requests: readonly EnrolmentRequest[],
    concurrency: number,
  ): Promise<RosterReading> {
    const { ledger, redactor, vault, progress } = this.#parts;
    let done = 0;
    const planned = (siret: Siret): void => {
      done += 1;
      progress.planned(siret, done, requests.length);
    };
    const [first, ...others] = await this.openBrowserWorkers(
      Math.min(concurrency, requests.length),
    );
    return planRoster(requests, {
      tabs: [
        this.#tabIn(first, 'plan'),
        ...others.map((browserWorker, index) =>
          this.#tabIn(browserWorker, `plan-tab-${index + 2}`),
        ),
      ],
      ledger,
      redactor,
      vault,
      names: this.#names,
      planned,
    });
  }

  /**
   * Examines every page that the robot relies on, signing in as a run does (`flows/examine.ts`).
   * @returns the findings, and the milliseconds by which this clock is ahead of the portal's.
   */
  async examine<Kept>({
    keep,
    ...options
  }: ExamineOptions<Kept>): Promise<Examination<Kept> & { readonly skewMs: number | undefined }> {
    const { config, redactor, clock } = this.#parts;
    const examineOnce = async (): Promise<Examination<Kept> & { skewMs: number | undefined }> => {
      await this.#recover(this.#first);
      const { activePage, portal, context } = this.#first;
      const portalClock = new PortalClock(context, config.portalUrl.hostname, clock);
      const { steps } = this.#stepContexts.open('doctor', undefined, this.#first);
      const examination = await examinePortal<Kept>({
        ...options,
        activePage,
        portal,
        steps,
        redactor,
        usage: config.usage,
        signIn: () => this.#signInOnce(),
        keep: (page, secretsShown) => keep(activePage, page, secretsShown),
      });
      return { ...examination, skewMs: portalClock.skewMs };
    };
    const examine = async (): Promise<Examination<Kept> & { skewMs: number | undefined }> => {
      const examined = await examineOnce();
      const { error } = examined;
      if (error === undefined || !isMissingPermission(error)) return examined;
      const { signIns } = this.#session;
      return (await this.#session.replaceKept(this.#first, signIns)) ? examineOnce() : examined;
    };
    return askingAboutRequests(
      this.#knowledge.requests,
      () => retryWhile(examine, ({ error }) => error?.policy.transient === true, this.#retry),
      isIncomplete,
    );
  }

  /**
   * Enrols one SIRET. If the portal ends the session midway, raccord signs in once more and starts
   * again by reading, as it does after a transient error. Failures are part of the result; only a
   * defect of raccord is thrown.
   */
  async enrol(request: EnrolmentRequest, browserWorker = this.#first): Promise<EnrolmentReport> {
    let enrolled: EnrolmentReport | undefined;
    const attempt = async (): Promise<EnrolmentReport> => {
      const rest = enrolled === undefined ? request : remainingOf(request, enrolled);
      enrolled = mergeAttempts(enrolled, await this.#enrolOnce(rest, browserWorker));
      return enrolled;
    };
    const done = await askingAboutRequests(
      this.#knowledge.requests,
      () =>
        retryWrites(
          () => this.#enrolSignedIn(attempt, browserWorker),
          (_earlier, later) => later,
          this.#retry,
        ),
      ({ causes }) => causes.some(isDrift),
    );
    return this.#noted(done, recordEnrolmentEnd);
  }

  /**
   * Records how the work ended. If the ledger accepts no more records, that is an additional cause,
   * unless it is what ended the work.
   */
  async #noted<Done extends AttemptResult>(
    done: Done,
    note: (ledger: Ledger, done: Done) => Promise<void>,
  ): Promise<Done> {
    const { ledger, until } = this.#parts;
    // A run that stops before a step has not completed the work.
    if (until !== undefined) return done;
    try {
      await note(ledger, done);
      return done;
    } catch (error) {
      const cause = toRaccordError(error);
      const isTold = done.causes.some(({ code }) => code === cause.code);
      return isTold ? done : { ...done, causes: [...done.causes, cause] };
    }
  }

  async #enrolSignedIn(
    attempt: () => Promise<EnrolmentReport>,
    browserWorker: BrowserWorker,
  ): Promise<EnrolmentReport> {
    const { signIns } = this.#session;
    await this.#recover(browserWorker);
    await browserWorker.use();
    let enrolled = await attempt();
    if (enrolled.causes.some(isSessionEnd)) {
      const refusal = await this.#session.renew(browserWorker, signIns);
      const { signIns: renewed } = this.#session;
      if (refusal !== undefined) return withCause(enrolled, refusal, this.#parts);
      enrolled = await attempt();
      if (enrolled.causes.some(isSessionEnd)) {
        const replaced = await this.#session.replaceEnded(browserWorker, renewed);
        if (isRaccordError(replaced)) return withCause(enrolled, replaced, this.#parts);
        if (replaced) enrolled = await attempt();
      }
    }
    if (
      enrolled.causes.some(isMissingPermission) &&
      (await this.#session.replaceKept(browserWorker, signIns))
    ) {
      enrolled = await attempt();
    }
    return enrolled;
  }

  /** Signs in and reads which passwords are due for renewal (`flows/plan-renewals.ts`). */
  async planRenewals(scope: RenewalScope, terms: RenewalTerms): Promise<PlannedRenewal[]> {
    const { ledger, redactor, clock, progress } = this.#parts;
    let areAllOffered = true;
    const readOnce = (): Promise<PlannedRenewal[]> =>
      planRenewals(scope, terms, {
        tab: this.#tabIn(this.#first, 'plan'),
        ledger,
        redactor,
        clock,
        planned: (siret, done, all) => {
          progress.planned(siret, done, all);
        },
        notOffered: () => {
          areAllOffered = false;
        },
      });
    return this.#readSignedIn(async () => {
      const { signIns } = this.#session;
      const plan = await readOnce();
      if (areAllOffered || !(await this.#session.replaceKept(this.#first, signIns))) return plan;
      return readOnce();
    });
  }

  /** Goes through the whole procedure for one SIRET without sending it (`flows/rehearse.ts`). */
  async rehearse(request: EnrolmentRequest): Promise<Rehearsal> {
    return this.#readSignedIn(async () => {
      const { siret } = request;
      const { steps, trace } = this.#stepContexts.open(siret, siret, this.#first);
      try {
        return await rehearse(request, this.#toolsIn(this.#first, steps));
      } finally {
        await trace.stop();
      }
    });
  }

  /** Elements that a person has taught by pointing. */
  get taught(): Taught {
    return this.#knowledge.taught;
  }

  /** Names of the elements taught in this run. */
  get taughtNow(): readonly string[] {
    return this.#knowledge.added;
  }

  /** Names of elements taught on forms that nobody has reviewed since, before sending. */
  get notLookedAt(): readonly string[] {
    return this.#knowledge.notLookedAt(FORMS);
  }

  /**
   * Renews the password of one account, with the same guarantees as {@link enrol}. Failures are
   * part of the result; only a defect of raccord is thrown.
   */
  async renew(request: RenewalRequest): Promise<RenewalReport> {
    const renewed = await retryWrites(
      () => this.#renewSignedIn(request),
      mergeRenewalAttempts,
      this.#retry,
    );
    return this.#noted(renewed, recordRenewalEnd);
  }

  async #renewSignedIn(request: RenewalRequest): Promise<RenewalReport> {
    const browserWorker = this.#first;
    const { signIns } = this.#session;
    await this.#recover(browserWorker);
    await browserWorker.use();
    const renewed = await this.#renewOnce(request, browserWorker);
    const [cause] = renewed.causes;
    if (cause !== undefined && isMissingPermission(cause)) {
      if (!(await this.#session.replaceKept(browserWorker, signIns))) return renewed;
      return mergeRenewalAttempts(renewed, await this.#renewOnce(request, browserWorker));
    }
    if (cause?.code !== 'SESSION_ENDED') return renewed;
    const failedFor = ({ result }: RenewalReport, reason: AnyRaccordError): RenewalReport => {
      const { evidence = '', durationMs = 0 } = result;
      const failed = { outcome: 'failed', cause: reason } as const;
      return renewalReportOf(request, failed, { evidence, durationMs }, this.#parts);
    };
    const refusal = await this.#session.renew(browserWorker, signIns);
    if (refusal !== undefined) return failedFor(renewed, refusal);
    const { signIns: signedIn } = this.#session;
    const again = mergeRenewalAttempts(renewed, await this.#renewOnce(request, browserWorker));
    if (!again.causes.some(isSessionEnd)) return again;
    const replaced = await this.#session.replaceEnded(browserWorker, signedIn);
    if (isRaccordError(replaced)) return failedFor(again, replaced);
    if (!replaced) return again;
    return mergeRenewalAttempts(again, await this.#renewOnce(request, browserWorker));
  }

  /** Requests stopped in read-only modes. */
  get stoppedRequests(): readonly StoppedRequest[] {
    return [this.#first, ...this.#others].flatMap(({ guard }) => guard?.stopped ?? []);
  }

  /** Hands the open windows over to a person until they close them: no write leaves any more. */
  async handOver(): Promise<void> {
    const open = [this.#first, ...this.#others].filter(({ context }) => context.pages().length > 0);
    await Promise.all(open.map((browserWorker) => browserWorker.forbidWrites()));
  }

  /** Resolves once a person has closed all windows of the browser, or the browser has ended. */
  async windowsClosed(): Promise<void> {
    const { browser } = await this.#browser.current();
    await windowsClosed(browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** Retry options for transient errors of all reads. */
  get #retry(): RetryOptions {
    const { debug, signal, clock } = this.#parts;
    const { retryPauseMs = RETRY_PAUSE_MS } = debug;
    return { retryPauseMs, signal, clock, random: Math.random };
  }

  async #signInOnce(): Promise<'kept' | 'signed-in'> {
    await this.#recover(this.#first);
    return this.#session.signIn(this.#first);
  }

  /**
   * Signs in and reads. If the portal ends the session midway, raccord signs in once more and
   * starts again; so it does once a person was asked about requests that were stopped.
   */
  async #readSignedIn<T>(read: () => Promise<T>): Promise<T> {
    const { requests } = this.#knowledge;
    return askingAboutRequests(requests, () => this.#readOnceSignedIn(read));
  }

  async #readOnceSignedIn<T>(read: () => Promise<T>): Promise<T> {
    return retryReads(async () => {
      await this.#signInOnce();
      const { signIns } = this.#session;
      try {
        return await read();
      } catch (error) {
        if (!isRaccordError(error)) throw error;
        if (isMissingPermission(error)) {
          if (!(await this.#session.replaceKept(this.#first, signIns))) throw error;
          await this.#closeOthers();
          return await read();
        }
        if (!isSessionEnd(error)) throw error;
        await this.#closeOthers();
        await this.#signInOnce();
        return await this.#readInAnother(read);
      }
    }, this.#retry);
  }

  /** Reads, and once more in a session of its own if the kept one is asked to sign in again. */
  async #readInAnother<T>(read: () => Promise<T>): Promise<T> {
    const { signIns } = this.#session;
    try {
      return await read();
    } catch (error) {
      if (!isRaccordError(error) || !isSessionEnd(error)) throw error;
      const replaced = await this.#session.replaceEnded(this.#first, signIns);
      if (replaced !== true) throw isRaccordError(replaced) ? replaced : error;
      await this.#closeOthers();
      return await read();
    }
  }

  /** Closes the other workers, whose copies of the session have ended. */
  async #closeOthers(): Promise<void> {
    for (const browserWorker of this.#others.splice(0)) await browserWorker.context.close();
  }

  /** Reopens a worker with the stored session if its browser was lost. */
  async #recover(browserWorker: BrowserWorker): Promise<void> {
    await browserWorker.recover(() => Session.storeOf(this.#parts.config).load());
  }

  #tabIn(browserWorker: BrowserWorker, name: string): ReadingTab {
    let turns = 0;
    return {
      begin: async () => {
        turns += 1;
        if (turns > 1) await browserWorker.renew();
        const { steps } = this.#stepContexts.open(name, undefined, browserWorker);
        return { activePage: browserWorker.activePage, portal: browserWorker.portal, steps };
      },
    };
  }

  async #renewOnce(request: RenewalRequest, browserWorker: BrowserWorker): Promise<RenewalReport> {
    const { siret } = request;
    const start = performance.now();
    const { steps, evidence, trace } = this.#stepContexts.open(siret, siret, browserWorker);
    const renewed = await resetPassword(request, this.#toolsIn(browserWorker, steps)).catch(
      (cause: unknown) => {
        if (isRaccordError(cause)) return { outcome: 'failed' as const, cause };
        throw cause;
      },
    );
    await trace.stop();
    await this.#session.knowCookies(browserWorker);
    const durationMs = performance.now() - start;
    return renewalReportOf(
      request,
      renewed,
      { evidence: evidence.folder, durationMs },
      this.#parts,
    );
  }

  #toolsIn(browserWorker: BrowserWorker, steps: Steps): Tools {
    const { config, ledger, lease, vault, redactor, clock, verifyPasswords } = this.#parts;
    return {
      activePage: browserWorker.activePage,
      portal: browserWorker.portal,
      steps,
      ledger,
      lease,
      vault,
      redactor,
      clock,
      writes: this.#writes,
      names: this.#names,
      writing: () => {
        this.#hasWritten = true;
      },
      settings: config,
      verifyPasswords,
    };
  }

  async #enrolOnce(
    request: EnrolmentRequest,
    browserWorker: BrowserWorker,
  ): Promise<EnrolmentReport> {
    const { siret } = request;
    const start = performance.now();
    const { steps, evidence, trace } = this.#stepContexts.open(siret, siret, browserWorker);
    const outcome = await enrol(request, this.#toolsIn(browserWorker, steps));
    // A stopped run leaves its form on screen: a click there would go unrecorded.
    if (outcome.stopped !== undefined) await browserWorker.forbidWrites();
    await trace.stop();
    await this.#session.knowCookies(browserWorker);
    const durationMs = performance.now() - start;
    return enrolmentReportOf(
      siret,
      outcome,
      { evidence: evidence.folder, durationMs },
      this.#parts,
    );
  }
}

/** Returns whether an examination found a page that is not as expected. */
function isIncomplete({ pages }: Examination<unknown>): boolean {
  return pages.some(
    ({ error, probes }) =>
      error !== undefined || probes.some((probe) => !isFound(probe) && probe.optional !== true),
  );
}

function lacksStructure({ connection, account }: PlannedEnrolment): boolean {
  return [connection, account].some(({ why }) => why === 'STRUCTURE_NOT_OFFERED');
}
