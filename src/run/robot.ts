import { enrol } from '../../flows/enrol.ts';
import { addOwnWordings } from '../../flows/own-wordings.ts';
import type { ExamineTools, Examination } from '../../flows/examination.ts';
import { examinePortal } from '../../flows/examine.ts';
import { NamesOnPortal } from '../../flows/names-on-portal.ts';
import { Knowledge } from '../../flows/pages/knowledge.ts';
import { registerEngines } from '../../flows/pages/engines.ts';
import type { ReadingTab } from '../../flows/account-form.ts';
import { planRenewals, type PlannedRenewal, type RenewalScope } from '../../flows/plan-renewals.ts';
import { planRoster, type RosterReading } from '../../flows/plan.ts';
import { DECLARED_BY_DEFAULT } from '../config/schema.ts';
import { withPlannedValues } from '../domain/planned-values.ts';
import { rehearse, type Rehearsal } from '../../flows/rehearse.ts';
import { resetPassword } from '../../flows/reset-password.ts';
import type { Steps } from '../../flows/steps.ts';
import type { Tools } from '../../flows/tools.ts';
import { findBrowser } from '../browser/find-browser.ts';
import { KeptRunning } from '../browser/kept-running.ts';
import type { LaunchOptions } from '../browser/launch.ts';
import { windowsClosed } from '../browser/windows-closed.ts';
import { PortalClock } from '../browser/portal-clock.ts';
import type { Screen } from '../browser/screen.ts';
import type { StoppedRequest } from '../browser/write-guard.ts';
import { isRaccordError, isWantOfRight } from '../domain/errors.ts';
import type { EnrolmentRequest } from '../domain/outcome.ts';
import type { PlannedEnrolment } from '../domain/plan.ts';
import { present } from '../domain/present.ts';
import type { RenewalRequest, RenewalTerms } from '../domain/renewal-outcome.ts';
import type { Siret } from '../domain/siret.ts';
import { knownError } from '../files/known-error.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Taught } from '../teaching/taught.ts';
import { afterEarlier, enrolledOf, failedFor, type Enrolled } from './enrolled.ts';
import { Lane } from './lane.ts';
import { noteEnrolled, noteRenewed } from './note-end.ts';
import { readOwnWordings } from './own-wordings.ts';
import { renewedAfter, renewedOf, type Renewed } from './renewed.ts';
import {
  RETRY_PAUSE_MS,
  retried,
  retriedReading,
  retriedWork,
  type Ended,
  type RetryOptions,
} from './retry.ts';
import type { RobotParts } from './robot-parts.ts';
import { Session } from './session.ts';
import { readTaught, saveTaught } from './taught-file.ts';
import { Stages } from './stage.ts';
import { WriteGate } from './write-gate.ts';

/** The groups of wordings of what an enrolment sends. */
const FORMS = ['declaration', 'technicalAccount'] as const;

type ExamineOptions<Kept> = Pick<ExamineTools<Kept>, 'siret' | 'learn'> & {
  readonly keep: (screen: Screen, ...rest: Parameters<ExamineTools<Kept>['keep']>) => Promise<Kept>;
};

/** One browser, signed in once, that enrols one SIRET after another, or several side by side. */
export class Robot {
  readonly #parts: RobotParts;
  readonly #browser: KeptRunning;
  readonly #first: Lane;
  readonly #knowledge: Knowledge;
  readonly #others: Lane[] = [];
  readonly #stages: Stages;
  readonly #session: Session;
  readonly #writes: WriteGate;
  #hasWritten = false;
  readonly #names: NamesOnPortal;

  private constructor(parts: RobotParts, browser: KeptRunning, first: Lane, knowledge: Knowledge) {
    this.#parts = parts;
    this.#knowledge = knowledge;
    this.#browser = browser;
    this.#first = first;
    this.#stages = new Stages(parts, () => browser.kill());
    this.#session = new Session(parts, this.#stages);
    this.#writes = new WriteGate(parts.clock, parts.minIntervalMs ?? 0);
    this.#names = new NamesOnPortal(parts.clock);
  }

  /** Starts the browser, with the kept session where there is one. */
  static async start(parts: RobotParts): Promise<Robot> {
    const { config, debug, version, readOnly = false } = parts;
    const { headed, slowMo } = debug;
    const choice = findBrowser(config.browser);
    addOwnWordings(await readOwnWordings(config.home));
    const storageState = await Session.storeOf(config).load();
    await registerEngines();
    const browser = new KeptRunning(
      present<LaunchOptions>({
        ...{ browser: choice, headed, slowMo, version },
        network: config.network,
      }),
    );
    const knowledge = new Knowledge({
      taught: await readTaught(config.home),
      version,
      now: () => parts.clock.now(),
      save: (taught) => saveTaught(config.home, taught),
      ...(parts.teacher !== undefined && { teacher: parts.teacher }),
    });
    const first = await Lane.open(browser, config.portalUrl, {
      readOnly,
      knowledge,
      ...(storageState !== undefined && { storageState }),
    });
    return new Robot(parts, browser, first, knowledge);
  }

  /** The name of this run, and of its folders of evidence and report. */
  get runId(): string {
    return this.#parts.runId;
  }

  /** True once something was sent, or was about to be, that changes the portal. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /**
   * Signs in, or finds that the kept session is still good, and keeps the session.
   * @throws RaccordError as `flows/sign-in.ts` says.
   */
  async signIn(): Promise<'kept' | 'signed-in'> {
    return retriedReading(() => this.#signInOnce(), this.#retry);
  }

  /** So many lanes with the same session, to work on several SIRETs side by side. */
  async openLanes(count: number): Promise<readonly [Lane, ...Lane[]]> {
    const { config, readOnly = false } = this.#parts;
    for (const lane of this.#others) await this.#recover(lane);
    const storageState = await this.#first.context.storageState();
    while (this.#others.length < count - 1) {
      const lane = await Lane.open(this.#browser, config.portalUrl, {
        ...{ storageState, readOnly, knowledge: this.#knowledge },
      });
      this.#others.push(lane);
    }
    return [this.#first, ...this.#others];
  }

  /**
   * Signs in and reads what each SIRET lacks (`flows/plan.ts`).
   * @param concurrency how many tabs read side by side.
   */
  async plan(
    requests: readonly EnrolmentRequest[],
    concurrency: number,
  ): Promise<PlannedEnrolment[]> {
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
    const taken = [...this.#names.last, ...(await ledger.applicationNamesIntended())];
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
    const [first, ...others] = await this.openLanes(Math.min(concurrency, requests.length));
    return planRoster(requests, {
      tabs: [
        this.#tabIn(first, 'plan'),
        ...others.map((lane, index) => this.#tabIn(lane, `plan-tab-${index + 2}`)),
      ],
      ledger,
      redactor,
      vault,
      names: this.#names,
      planned,
    });
  }

  /**
   * Looks at every page that the robot relies on, signing in as a run does (`flows/examine.ts`).
   * @returns what was found, and by how many milliseconds this clock is before the portal's.
   */
  async examine<Kept>({
    keep,
    ...options
  }: ExamineOptions<Kept>): Promise<Examination<Kept> & { readonly skewMs: number | undefined }> {
    const { config, redactor, clock } = this.#parts;
    const examineOnce = async (): Promise<Examination<Kept> & { skewMs: number | undefined }> => {
      await this.#recover(this.#first);
      const { screen, portal, context } = this.#first;
      const portalClock = new PortalClock(context, config.portalUrl.hostname, clock);
      const { steps } = this.#stages.open('doctor', undefined, this.#first);
      const examination = await examinePortal<Kept>({
        ...options,
        screen,
        portal,
        steps,
        redactor,
        usage: config.usage,
        signIn: () => this.#signInOnce(),
        keep: (page, secretsShown) => keep(screen, page, secretsShown),
      });
      return { ...examination, skewMs: portalClock.skewMs };
    };
    const examine = async (): Promise<Examination<Kept> & { skewMs: number | undefined }> => {
      const examined = await examineOnce();
      const { error } = examined;
      if (error === undefined || !isWantOfRight(error)) return examined;
      const { signIns } = this.#session;
      return (await this.#session.replaceKept(this.#first, signIns)) ? examineOnce() : examined;
    };
    return retried(examine, ({ error }) => error?.policy.transient === true, this.#retry);
  }

  /**
   * Enrols one SIRET. Where the portal ends the session in the middle, raccord signs in once more
   * and begins again by reading, as it does where a passing fault was met. What fails is in the
   * result; only a defect of raccord is thrown.
   */
  async enrol(request: EnrolmentRequest, lane = this.#first): Promise<Enrolled> {
    const enrolled = await retriedWork(
      () => this.#enrolSignedIn(request, lane),
      afterEarlier,
      this.#retry,
    );
    return this.#noted(enrolled, noteEnrolled);
  }

  /**
   * Records how the work ended. Where the ledger takes nothing any more, that is one more cause, unless
   * it is what ended the work.
   */
  async #noted<Done extends Ended>(
    done: Done,
    note: (ledger: Ledger, done: Done) => Promise<void>,
  ): Promise<Done> {
    const { ledger, until } = this.#parts;
    // Who stops before a step has not done the work.
    if (until !== undefined) return done;
    try {
      await note(ledger, done);
      return done;
    } catch (error) {
      const cause = knownError(error);
      const isTold = done.causes.some(({ code }) => code === cause.code);
      return isTold ? done : { ...done, causes: [...done.causes, cause] };
    }
  }

  async #enrolSignedIn(request: EnrolmentRequest, lane: Lane): Promise<Enrolled> {
    const { signIns } = this.#session;
    await this.#recover(lane);
    await lane.use();
    let enrolled = await this.#enrolOnce(request, lane);
    if (enrolled.causes.some((cause) => cause.is('SESSION_ENDED'))) {
      const refusal = await this.#session.renew(lane, signIns);
      enrolled =
        refusal === undefined
          ? afterEarlier(enrolled, await this.#enrolOnce(request, lane))
          : failedFor(enrolled, refusal, this.#parts);
    }
    if (enrolled.causes.some(isWantOfRight) && (await this.#session.replaceKept(lane, signIns))) {
      enrolled = afterEarlier(enrolled, await this.#enrolOnce(request, lane));
    }
    return enrolled;
  }

  /** Signs in and reads which passwords are due (`flows/plan-renewals.ts`). */
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

  /** Goes through the whole procedure for one SIRET, and sends nothing (`flows/rehearse.ts`). */
  async rehearse(request: EnrolmentRequest): Promise<Rehearsal> {
    return this.#readSignedIn(async () => {
      const { siret } = request;
      const { steps, trace } = this.#stages.open(siret, siret, this.#first);
      try {
        return await rehearse(request, this.#toolsIn(this.#first, steps));
      } finally {
        await trace.stop();
      }
    });
  }

  /** What is known by pointing. */
  get taught(): Taught {
    return this.#knowledge.taught;
  }

  /** Names of what was taught in this run. */
  get taughtNow(): readonly string[] {
    return this.#knowledge.added;
  }

  /** Names of what was taught on forms that nobody looked at since, before they were sent. */
  get notLookedAt(): readonly string[] {
    return this.#knowledge.notLookedAt(FORMS);
  }

  /**
   * Renews the password of one account, under the same promises as {@link enrol}. What fails is in
   * the result; only a defect of raccord is thrown.
   */
  async renew(request: RenewalRequest): Promise<Renewed> {
    const renewed = await retriedWork(
      () => this.#renewSignedIn(request),
      renewedAfter,
      this.#retry,
    );
    return this.#noted(renewed, noteRenewed);
  }

  async #renewSignedIn(request: RenewalRequest): Promise<Renewed> {
    const lane = this.#first;
    const { signIns } = this.#session;
    await this.#recover(lane);
    await lane.use();
    const renewed = await this.#renewOnce(request, lane);
    const [cause] = renewed.causes;
    if (cause !== undefined && isWantOfRight(cause)) {
      if (!(await this.#session.replaceKept(lane, signIns))) return renewed;
      return renewedAfter(renewed, await this.#renewOnce(request, lane));
    }
    if (cause?.is('SESSION_ENDED') !== true) return renewed;
    const refusal = await this.#session.renew(lane, signIns);
    if (refusal === undefined) return renewedAfter(renewed, await this.#renewOnce(request, lane));
    const { evidence = '', durationMs = 0 } = renewed.result;
    return renewedOf(request, { cause: refusal }, { evidence, durationMs }, this.#parts);
  }

  /** What reading modes kept the browser from sending. */
  get stoppedRequests(): readonly StoppedRequest[] {
    return [this.#first, ...this.#others].flatMap(({ guard }) => guard?.stopped ?? []);
  }

  /** Resolves once a person has closed all windows of the browser, or it has ended. */
  async windowsClosed(): Promise<void> {
    const { browser } = await this.#browser.current();
    await windowsClosed(browser);
  }

  async close(): Promise<void> {
    await this.#browser.close();
  }

  /** How passing faults are met again, whatever is read. */
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
   * Signs in and reads. Where the portal ends the session in the middle, raccord signs in once more
   * and begins again.
   */
  async #readSignedIn<T>(read: () => Promise<T>): Promise<T> {
    return retriedReading(async () => {
      await this.#signInOnce();
      const { signIns } = this.#session;
      try {
        return await read();
      } catch (error) {
        if (!isRaccordError(error)) throw error;
        if (isWantOfRight(error)) {
          if (!(await this.#session.replaceKept(this.#first, signIns))) throw error;
          await this.#closeOthers();
          return await read();
        }
        if (!error.is('SESSION_ENDED')) throw error;
        await this.#closeOthers();
        await this.#signInOnce();
        return await read();
      }
    }, this.#retry);
  }

  /** The other lanes' copies of a session that is over. */
  async #closeOthers(): Promise<void> {
    for (const lane of this.#others.splice(0)) await lane.context.close();
  }

  /** Where its browser was lost, a lane goes on in another one with the session that was kept. */
  async #recover(lane: Lane): Promise<void> {
    await lane.recover(() => Session.storeOf(this.#parts.config).load());
  }

  #tabIn(lane: Lane, name: string): ReadingTab {
    let turns = 0;
    return {
      begin: async () => {
        turns += 1;
        if (turns > 1) await lane.renew();
        const { steps } = this.#stages.open(name, undefined, lane);
        return { screen: lane.screen, portal: lane.portal, steps };
      },
    };
  }

  async #renewOnce(request: RenewalRequest, lane: Lane): Promise<Renewed> {
    const { siret } = request;
    const start = performance.now();
    const { steps, evidence, trace } = this.#stages.open(siret, siret, lane);
    const renewed = await resetPassword(request, this.#toolsIn(lane, steps)).catch(
      (cause: unknown) => {
        if (isRaccordError(cause)) return { cause };
        throw cause;
      },
    );
    await trace.stop();
    await this.#session.knowCookies(lane);
    const durationMs = performance.now() - start;
    return renewedOf(request, renewed, { evidence: evidence.folder, durationMs }, this.#parts);
  }

  #toolsIn(lane: Lane, steps: Steps): Tools {
    const { config, ledger, lease, vault, redactor, clock, prove } = this.#parts;
    return {
      screen: lane.screen,
      portal: lane.portal,
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
      ...(prove !== undefined && { prove }),
    };
  }

  async #enrolOnce(request: EnrolmentRequest, lane: Lane): Promise<Enrolled> {
    const { siret } = request;
    const start = performance.now();
    const { steps, evidence, trace } = this.#stages.open(siret, siret, lane);
    const outcome = await enrol(request, this.#toolsIn(lane, steps));
    // Who stops before a step leaves its form on screen: a click there would be known to nobody.
    if (outcome.stopped !== undefined) await lane.forbidWrites();
    await trace.stop();
    await this.#session.knowCookies(lane);
    const durationMs = performance.now() - start;
    return enrolledOf(siret, outcome, { evidence: evidence.folder, durationMs }, this.#parts);
  }
}

function lacksStructure({ connection, account }: PlannedEnrolment): boolean {
  return [connection, account].some(({ why }) => why === 'STRUCTURE_NOT_OFFERED');
}
