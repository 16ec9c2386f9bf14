import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import { enrol, type EnrolmentOutcome, type HalfResult } from '../../flows/enrol.ts';
import { registerFieldEngine } from '../../flows/pages/fields/field-engine.ts';
import { PortalPage } from '../../flows/pages/portal-page.ts';
import { signIn, type Administrator, type Person } from '../../flows/sign-in.ts';
import { Steps, type StepObserver } from '../../flows/steps.ts';
import { Evidence } from '../browser/evidence.ts';
import { findBrowser } from '../browser/find-browser.ts';
import { launch } from '../browser/launch.ts';
import { Screen } from '../browser/screen.ts';
import { cookieSecrets, SessionStore } from '../browser/session-store.ts';
import { Trace } from '../browser/trace.ts';
import type { Config } from '../config/config.ts';
import type { Clock } from '../domain/clock.ts';
import { Doors } from '../domain/doors.ts';
import type { RaccordError } from '../domain/errors.ts';
import type { EnrolmentRequest, EnrolmentResult } from '../domain/outcome.ts';
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
import type { Progress } from './progress.ts';

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
}

interface Stage {
  readonly evidence: Evidence;
  readonly trace: Trace;
  readonly steps: Steps;
}

/** One browser, signed in once, that enrols one SIRET after another. */
export class Robot {
  readonly #parts: RobotParts;
  readonly #context: BrowserContext;
  readonly #screen: Screen;
  readonly #portal: PortalPage;
  readonly #session: SessionStore;

  private constructor(parts: RobotParts, context: BrowserContext, screen: Screen) {
    const { config } = parts;
    this.#parts = parts;
    this.#context = context;
    this.#screen = screen;
    this.#portal = new PortalPage(screen, config.portalUrl);
    this.#session = sessionStoreOf(config);
  }

  /** Starts the browser, with the kept session where there is one. */
  static async start(parts: RobotParts): Promise<Robot> {
    const { config, debug, version } = parts;
    const browser = findBrowser(config.browser);
    const storageState = await sessionStoreOf(config).load();
    await registerFieldEngine();
    const context = await launch(
      present<Parameters<typeof launch>[0]>({
        browser,
        headed: debug.headed,
        slowMo: debug.slowMo,
        version,
        storageState,
      }),
    );
    return new Robot(parts, context, new Screen(await context.newPage()));
  }

  /**
   * Signs in, or finds that the kept session is still good, and keeps the session.
   * @throws RaccordError as `flows/sign-in.ts` says.
   */
  async signIn(): Promise<'kept' | 'signed-in'> {
    const { config, ledger, person, clock, redactor } = this.#parts;
    const { steps } = this.#stage('sign-in', undefined);
    const how = await steps.run('sign-in', async () => {
      const result = await signIn({
        screen: this.#screen,
        portal: this.#portal,
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
      for (const cookie of await cookieSecrets(this.#context)) redactor.add(cookie, 'cookie');
      return result;
    });
    await this.#session.save(this.#context);
    return how;
  }

  /** Enrols one SIRET. What fails is in the result; only a defect of raccord is thrown. */
  async enrol(
    request: EnrolmentRequest,
  ): Promise<{ result: EnrolmentResult; causes: RaccordError[] }> {
    const { config, ledger, lease, vault, redactor, clock, progress } = this.#parts;
    const start = performance.now();
    const { steps, evidence, trace } = this.#stage(request.siret, request.siret);
    const outcome = await enrol(request, {
      screen: this.#screen,
      portal: this.#portal,
      steps,
      ledger,
      lease,
      vault,
      redactor,
      clock,
      settings: config,
    });
    await trace.stop();
    for (const cookie of await cookieSecrets(this.#context)) redactor.add(cookie, 'cookie');
    const result = this.#describe(request.siret, outcome, evidence, performance.now() - start);
    progress.enrolled(result);
    return { result, causes: causesOf(outcome) };
  }

  async close(): Promise<void> {
    await this.#context.browser()?.close();
  }

  /** The evidence folder of one piece of work, and the steps that are told to all who watch. */
  #stage(name: string, siret: Siret | undefined): Stage {
    const { config, runId, redactor, ledger, logger, clock, signal, progress, debug } = this.#parts;
    const evidence = new Evidence(join(config.home, 'evidence', runId, name), redactor);
    const trace = new Trace(this.#screen, evidence.folder);
    const observers: StepObserver[] = [
      ledgerObserver(ledger),
      logObserver(logger),
      progressObserver(progress),
      evidenceObserver(evidence, this.#screen, clock, logger),
      ...(debug.trace ? [traceObserver(trace)] : []),
      pauseObserver(this.#screen, debug),
    ];
    return { evidence, trace, steps: new Steps(siret, observers, signal) };
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
