import { join } from 'node:path';
import { enrol, type EnrolmentOutcome, type HalfResult } from '../../flows/enrol.ts';
import { registerFieldEngine } from '../../flows/pages/fields/field-engine.ts';
import { explain } from '../../flows/pages/page-errors.ts';
import { planRoster } from '../../flows/plan.ts';
import { signIn, type Administrator, type Person } from '../../flows/sign-in.ts';
import { Steps, type StepObserver } from '../../flows/steps.ts';
import { Evidence } from '../browser/evidence.ts';
import { findBrowser } from '../browser/find-browser.ts';
import { startBrowser, type LaunchOptions, type StartedBrowser } from '../browser/launch.ts';
import { cookieSecrets, SessionStore } from '../browser/session-store.ts';
import { Trace } from '../browser/trace.ts';
import type { StoppedRequest } from '../browser/write-guard.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { Doors } from '../domain/doors.ts';
import type { RaccordError } from '../domain/errors.ts';
import type { EnrolmentRequest, EnrolmentResult } from '../domain/outcome.ts';
import type { PlannedEnrolment } from '../domain/plan.ts';
import { present } from '../domain/present.ts';
import type { Siret } from '../domain/siret.ts';
import type { Step } from '../domain/steps.ts';
import type { Lease } from '../ledger/lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Logger } from '../log/logger.ts';
import { summariseError } from '../messages/render.ts';
import type { Texts } from '../messages/texts-en.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { Vault } from '../vault/vault.ts';
import {
  evidenceObserver,
  ledgerObserver,
  logObserver,
  pauseObserver,
  traceObserver,
} from './observers.ts';
import { openLane, type Lane } from './lane.ts';
import type { Progress } from './progress.ts';
import { WriteGate } from './write-gate.ts';

/** How the browser is shown and recorded; the same on every command that drives one. */
export interface DebugOptions {
  readonly headed: boolean;
  readonly slowMo?: number;
  readonly pauseBefore?: Step;
  readonly pauseOnError: boolean;
  readonly trace: boolean;
}

/** What a run stands on; put together in `src/app.ts`. */
export interface RobotParts {
  readonly config: Config;
  readonly version: string;
  readonly runId: string;
  readonly ledger: Ledger;
  readonly lease: Lease;
  readonly vault: Vault;
  readonly redactor: Redactor;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly texts: Texts;
  readonly progress: Progress;
  readonly person: Person;
  readonly debug: DebugOptions;
  /** Reading modes cannot send what would change something. */
  readonly readOnly?: boolean;
  /** Milliseconds between two writes. */
  readonly minIntervalMs?: number;
}

/** One SIRET's result, and the errors behind what failed in it. */
export interface Enrolled {
  readonly result: EnrolmentResult;
  readonly causes: readonly RaccordError[];
}

interface Stage {
  readonly evidence: Evidence;
  readonly trace: Trace;
  readonly steps: Steps;
}

/** One browser, signed in once, that enrols one SIRET after another, or several side by side. */
export class Robot {
  readonly #parts: RobotParts;
  readonly #browser: StartedBrowser;
  readonly #first: Lane;
  readonly #session: SessionStore;
  readonly #writes: WriteGate;

  private constructor(parts: RobotParts, browser: StartedBrowser, first: Lane) {
    this.#parts = parts;
    this.#browser = browser;
    this.#first = first;
    this.#session = sessionStoreOf(parts.config);
    this.#writes = new WriteGate(parts.clock, parts.minIntervalMs ?? 0);
  }

  /** Starts the browser, with the kept session where there is one. */
  static async start(parts: RobotParts): Promise<Robot> {
    const { config, debug, version, readOnly = false } = parts;
    const { headed, slowMo } = debug;
    const choice = findBrowser(config.browser);
    const storageState = await sessionStoreOf(config).load();
    await registerFieldEngine();
    const browser = await startBrowser(
      present<LaunchOptions>({ browser: choice, headed, slowMo, version }),
    );
    const first = await openLane(browser, config.portalUrl, {
      readOnly,
      ...(storageState !== undefined && { storageState }),
    });
    return new Robot(parts, browser, first);
  }

  /**
   * Signs in, or finds that the kept session is still good, and keeps the session.
   * @throws RaccordError as `flows/sign-in.ts` says.
   */
  async signIn(lane = this.#first): Promise<'kept' | 'signed-in'> {
    const { config, ledger, person, clock } = this.#parts;
    const { steps } = this.#stage('sign-in', undefined, lane);
    const how = await steps.run('sign-in', async () => {
      const result = await signIn({
        screen: lane.screen,
        portal: lane.portal,
        doors: new Doors(config.allowedHosts),
        administrator: present<Administrator>({
          login: config.login,
          password: config.password,
          totpSecret: config.totpSecret,
        }),
        person,
        journal: ledger,
        clock,
      });
      await this.#knowCookies(lane);
      return result;
    });
    await this.#session.save(lane.context);
    return how;
  }

  /** Another lane with the same session, to work on a second SIRET meanwhile. */
  async openLane(): Promise<Lane> {
    const { config, readOnly = false } = this.#parts;
    const storageState = await this.#first.context.storageState();
    return openLane(this.#browser, config.portalUrl, { storageState, readOnly });
  }

  /** Reads what each SIRET lacks; see `flows/plan.ts`. */
  async plan(
    requests: readonly EnrolmentRequest[],
    planned: (siret: Siret) => void,
  ): Promise<PlannedEnrolment[]> {
    const { ledger, redactor } = this.#parts;
    const { steps } = this.#stage('plan', undefined, this.#first);
    return planRoster(requests, {
      screen: this.#first.screen,
      portal: this.#first.portal,
      steps,
      ledger,
      redactor,
      planned,
    });
  }

  /**
   * Enrols one SIRET. Where the portal ends the session in the middle, raccord signs in once more
   * and begins again by reading. What fails is in the result; only a defect of raccord is thrown.
   */
  async enrol(request: EnrolmentRequest, lane = this.#first): Promise<Enrolled> {
    let enrolled = await this.#enrolOnce(request, lane);
    if (enrolled.causes.some((cause) => cause.is('SESSION_ENDED'))) {
      await this.signIn(lane);
      enrolled = await this.#enrolOnce(request, lane);
    }
    this.#parts.progress.enrolled(enrolled.result);
    return enrolled;
  }

  /** What reading modes kept the browser from sending. */
  get stoppedRequests(): readonly StoppedRequest[] {
    return this.#first.guard?.stopped ?? [];
  }

  async close(): Promise<void> {
    await this.#browser.browser.close();
  }

  async #enrolOnce(request: EnrolmentRequest, lane: Lane): Promise<Enrolled> {
    const { config, ledger, lease, vault, redactor, clock } = this.#parts;
    const start = performance.now();
    const { steps, evidence, trace } = this.#stage(request.siret, request.siret, lane);
    const outcome = await enrol(request, {
      screen: lane.screen,
      portal: lane.portal,
      steps,
      ledger,
      lease,
      vault,
      redactor,
      clock,
      writes: this.#writes,
      settings: config,
    });
    await trace.stop();
    await this.#knowCookies(lane);
    const result = this.#describe(request.siret, outcome, evidence, performance.now() - start);
    return { result, causes: causesOf(outcome) };
  }

  /** From now on the session's cookies are taken out of all that is written. */
  async #knowCookies({ context }: Lane): Promise<void> {
    for (const cookie of await cookieSecrets(context)) this.#parts.redactor.add(cookie, 'cookie');
  }

  /** The evidence folder of one piece of work, and the steps that are told to all who watch. */
  #stage(name: string, siret: Siret | undefined, { screen }: Lane): Stage {
    const { config, runId, redactor, ledger, logger, clock, signal, progress, debug } = this.#parts;
    const evidence = new Evidence(join(config.home, 'evidence', runId, name), redactor);
    const trace = new Trace(screen, evidence.folder);
    const observers: StepObserver[] = [
      ledgerObserver(ledger),
      logObserver(logger),
      progressObserver(progress),
      evidenceObserver(evidence, screen, clock, logger),
      ...(debug.trace ? [traceObserver(trace)] : []),
      pauseObserver(screen, debug),
    ];
    const steps = new Steps(siret, observers, signal, (error) => explain(screen, error));
    return { evidence, trace, steps };
  }

  #describe(
    siret: Siret,
    { connection, account }: EnrolmentOutcome,
    evidence: Evidence,
    durationMs: number,
  ): EnrolmentResult {
    const { structureName, ...accountOutcome } = { structureName: undefined, ...account };
    return present<EnrolmentResult>({
      siret,
      structureName,
      connection: this.#withMessage(connection),
      account: this.#withMessage(accountOutcome),
      evidence: evidence.folder,
      durationMs: Math.round(durationMs),
    });
  }

  #withMessage<T extends { outcome: string }>(result: HalfResult<T>) {
    if (!('cause' in result)) return result;
    const { code } = result.cause;
    const message = this.#parts.redactor.redact(summariseError(result.cause, this.#parts.texts));
    return { outcome: 'failed' as const, error: { code, message } };
  }
}

function sessionStoreOf({ home, portalUrl, login }: Config): SessionStore {
  return new SessionStore(home, portalUrl.hostname, login ?? '');
}

function progressObserver(progress: Progress): StepObserver {
  return {
    began: (step, siret) => Promise.resolve(progress.stepBegan(step, siret)),
    ended: (step, siret, duration) => Promise.resolve(progress.stepEnded(step, siret, duration)),
    failed: (step, siret, error) => Promise.resolve(progress.stepFailed(step, siret, error)),
  };
}

function causesOf({ connection, account }: EnrolmentOutcome): RaccordError[] {
  const causes = [connection, account].flatMap((half) => ('cause' in half ? [half.cause] : []));
  return [...new Set(causes)];
}
