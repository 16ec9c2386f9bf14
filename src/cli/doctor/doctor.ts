import { join } from 'node:path';
import type { App } from '../../app.ts';
import { readableConfig, sourceOf, type Config, type LocalConfig } from '../../config/config.ts';
import { compareWithLastGood } from '../../doctor/compare.ts';
import { checkConfiguration } from '../../doctor/configuration.ts';
import {
  checkBrowser,
  checkClock,
  checkDisk,
  checkNode,
  checkPermissions,
  withoutHome,
} from '../../doctor/machine.ts';
import { PageRecorder, type RecordedPage } from '../../doctor/page-recorder.ts';
import {
  isHealthy,
  writeDoctorReport,
  doctorFolder,
  type Check,
  type DoctorReport,
  type PageReport,
} from '../../doctor/doctor-report.ts';
import { Scrubber } from '../../doctor/scrubber.ts';
import { checkServices } from '../../doctor/services.ts';
import { checkStorage, type Storage } from '../../doctor/storage.ts';
import { checkWays } from '../../doctor/ways.ts';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import {
  type AnyRaccordError,
  MultipleErrors,
  isRaccordError,
} from '../../errors/raccord-error.ts';
import type { Siret } from '../../domain/siret.ts';
import { toRaccordError } from '../../errors/to-raccord-error.ts';
import { configProblemText } from '../../messages/config-texts.ts';
import { explainError, renderError, summariseError } from '../../messages/render.ts';
import type { Robot } from '../../robot/robot.ts';
import { appOf, configOf, loggerOf, type Command, type CommandContext } from '../context.ts';
import type { DebugFlags } from '../options/debug-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { doctorText } from './doctor-text.ts';
import { siretOf } from '../options/option-values.ts';
import type { TeachFlags } from '../terminal/teacher.ts';
import { takeIn } from './take-in.ts';
import { hasLedger } from '../../ledger/home-ledger.ts';
import type { Texts } from '../../messages/texts.ts';
import { damagedCredentials } from '../../credentials/vault/sealed-files.ts';
import { vaultFolderOf } from '../../credentials/vault/vault.ts';
import { expectLikeOthers, settingsFor } from '../../ledger/database/shared-settings.ts';
import { newRunId } from '../../ledger/journals/run-rows.ts';
import { allWordings } from '../../robot/custom-wordings.ts';

export type DoctorFlags = DebugFlags &
  TeachFlags & {
    readonly siret?: string;
    readonly offline?: true;
    readonly compare?: true;
    readonly collect?: true;
    readonly takeIn?: true;
    readonly notify?: true;
    readonly deliver?: true;
    readonly api?: true;
    readonly json?: true;
  };

/** Result of one look at the portal. */
interface Look {
  readonly run: string;
  readonly pages: readonly PageReport[];
  readonly error?: AnyRaccordError;
  readonly skewMs?: number;
  /** Absent if the portal was not visited. */
  readonly stoppedRequests?: number;
}

/**
 * `raccord doctor`: checks the machine, the configuration and every page the robot relies on.
 * Changes nothing, except with `--take-in`, which does only that.
 */
export const doctor: Command<DoctorFlags> = async (context, flags) => {
  if (flags.takeIn === true) return takeIn(context, flags);
  const before: Check[] = [{ section: 'machine', ...checkNode(process.versions.node) }];
  const config = readConfig(context, before);
  if (config === undefined) {
    const checks = [...before, ...(await checkWithoutConfig(context, flags, before))];
    return conclude(context, flags, undefined, checks, notLooked());
  }
  const siret = flags.siret === undefined ? undefined : siretOf(flags.siret, config.environment);
  const app = appOf(context, config, loggerOf(context, flags.verbose === true));
  const checks = [...before, ...(await checkAll(context, flags, config, app))];
  const blocked = checks.some(({ name, result }) => result === 'mistake' && BLOCKING.has(name));
  if (flags.offline === true || blocked) {
    return conclude(context, flags, config, checks, notLooked());
  }
  return lookAtPortal(context, flags, config, checks, siret);
};

/** Mistakes that prevent a visit to the portal. */
const BLOCKING: ReadonlySet<Check['name']> = new Set([
  ...(['browser', 'ledger', 'database', 'recipients'] as const),
]);

function notLooked(): Look {
  return { run: newRunId(systemClock), pages: [] };
}

/** Returns the configuration, or `undefined` if it is wrong, which is added as a check. */
function readConfig(context: CommandContext, checks: Check[]): Config | undefined {
  try {
    const config = configOf(context, { notifications: true, deliveries: true, piste: 'if-given' });
    checks.push(...odditiesOf(context, config));
    return config;
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    const isDebug = error.code === 'DEBUG_LEAKS';
    checks.push({
      section: isDebug ? 'machine' : 'configuration',
      name: isDebug ? 'debug-log' : 'valid',
      result: 'mistake',
      found:
        error.code === 'CONFIG_INVALID'
          ? error.details.problems
              .map((problem) => configProblemText(problem, context.texts.config))
              .join('; ')
          : error.code,
    });
    return undefined;
  }
}

/** Returns the warnings about variables as a check, except the home's, which has its own. */
function odditiesOf({ texts }: CommandContext, { warnings }: Config): Check[] {
  const told = warnings
    .filter(({ reason }) => reason.key !== 'home-in-folder')
    .map((warning) => configProblemText(warning, texts.config));
  if (told.length === 0) return [];
  const found = told.join('; ');
  return [{ section: 'configuration', name: 'variables', result: 'warning', found }];
}

/** Checks the machine, and the data kept there, despite a wrong configuration. */
async function checkWithoutConfig(
  context: CommandContext,
  flags: DoctorFlags,
  before: readonly Check[],
): Promise<Check[]> {
  const { environment, folder, profile } = context.processEnvironment;
  // Playwright's debug log must not be written, even by a browser that opens no page.
  const isDebug = before.some(({ name }) => name === 'debug-log');
  const config = isDebug ? undefined : readableConfig(environment, folder, profile);
  if (config === undefined) return [];
  const machine = await checkMachine(context, flags, config);
  const { environment: name, portalUrl, allowedHosts } = config;
  if (name === undefined || portalUrl === undefined || allowedHosts === undefined) return machine;
  const known = { ...config, environment: name, portalUrl, allowedHosts };
  const app = appOf(context, known, loggerOf(context, flags.verbose === true));
  return [...machine, ...within('storage', await checkStorage(storageOf(known, app)))];
}

async function checkMachine(
  { version }: CommandContext,
  flags: DoctorFlags,
  { home, browser, network }: LocalConfig,
): Promise<Check[]> {
  return within('machine', [
    await checkBrowser(browser, network, version, flags.headed === true),
    await checkDisk(home),
    await checkPermissions(home),
  ]);
}

function storageOf(config: Config, app: App): Storage {
  return {
    home: config.home,
    ledgerName: config.database === undefined ? 'ledger' : 'database',
    hasLedger: hasLedger(config),
    vaultFolder: vaultFolderOf(config),
    withLedger: (work) => app.withLedger(work),
    damagedCredentials: (entries) => damagedCredentials(vaultFolderOf(config), entries),
    expectLikeOthers: async (ledger) =>
      expectLikeOthers(ledger, await settingsFor(ledger, config.recipients)),
  };
}

function within(section: Check['section'], found: readonly Omit<Check, 'section'>[]): Check[] {
  return found.map((check) => ({ section, ...check }));
}

async function checkAll(
  context: CommandContext,
  flags: DoctorFlags,
  config: Config,
  app: App,
): Promise<Check[]> {
  const { processEnvironment, redactor, texts, signal } = context;
  const { environment, folder, profile } = processEnvironment;
  const configuration = await checkConfiguration(config, (variable) =>
    sourceOf(variable, environment, folder, profile),
  );
  const trials = {
    notify: flags.notify === true,
    deliver: flags.deliver === true,
    api: flags.api === true,
  };
  const parts = { redactor, texts, piste: () => app.piste(signal) };
  return [
    ...(await checkMachine(context, flags, config)),
    ...within('configuration', configuration),
    ...within('network', checkWays(config, environment)),
    ...within('storage', await checkStorage(storageOf(config, app))),
    ...within('services', await checkServices(config, trials, parts)),
  ];
}

async function lookAtPortal(
  context: CommandContext,
  flags: DoctorFlags,
  config: Config,
  checks: readonly Check[],
  siret: Siret | undefined,
): Promise<ExitCode> {
  const { app, progress, robotOptions } = prepareRobot(context, config, flags);
  const options = { ...robotOptions, command: 'doctor', readOnly: true };
  let look: Look | undefined;
  try {
    return await app.withRobot(options, async (robot) => {
      look = await examine(context, flags, config, robot, siret);
      progress.end();
      return conclude(context, flags, config, checks, look);
    });
  } catch (error) {
    progress.end();
    if (error instanceof MultipleErrors || hasLooked(look)) throw error;
    // The robot did not even start: earlier checks are still reported.
    return await conclude(context, flags, config, checks, {
      ...notLooked(),
      error: toRaccordError(error),
    });
  } finally {
    progress.end();
  }
}

/** Tests in a function, since the compiler does not see what a callback assigns. */
function hasLooked(look: Look | undefined): boolean {
  return look !== undefined;
}

async function examine(
  context: CommandContext,
  flags: DoctorFlags,
  config: Config,
  robot: Robot,
  siret: Siret | undefined,
): Promise<Look> {
  const { redactor, texts } = context;
  const scrubber = new Scrubber(redactor, allWordings());
  for (const name of listNames(config)) scrubber.learn(name);
  const folder = join(doctorFolder(config.home), robot.runId);
  const keeper = new PageRecorder({ folder, redactor, scrubber, collect: flags.collect === true });
  const { pages, error, skewMs } = await robot.examine<RecordedPage>({
    siret,
    learn: (text) => {
      scrubber.learn(text);
    },
    keep: (activePage, page, secretsShown) => keeper.keep(activePage, page, secretsShown),
  });
  return {
    run: robot.runId,
    stoppedRequests: robot.stoppedRequests.length,
    error,
    skewMs,
    pages: pages.map(({ page, probes, passed, error: why, kept }) =>
      scrubber.document<PageReport>({
        page,
        passed,
        error:
          why === undefined ? undefined : { code: why.code, message: summariseError(why, texts) },
        parts: [...probes],
        ...kept,
      }),
    ),
  };
}

/** Returns the words of the configuration that name a person. */
function listNames({ login = '', contact }: Config): string[] {
  const words = login.split('@')[0]?.split(/[^\p{L}]+/u) ?? [];
  return [...words, contact.name ?? '', ...(contact.name ?? '').split(' ')];
}

/** Writes and prints the findings, and returns the exit code. */
async function conclude(
  context: CommandContext,
  flags: DoctorFlags,
  config: Config | undefined,
  checksBefore: readonly Check[],
  look: Look,
): Promise<ExitCode> {
  const { terminal, texts, redactor, version } = context;
  const { run, pages, error, skewMs, stoppedRequests } = look;
  const clock = checkClock(skewMs, config?.totpSecret !== undefined);
  const checks: Check[] = [...checksBefore, { section: 'machine', ...clock }];
  const exitCode = exitCodeOf(checks, look);
  const home = config?.home;
  const folder = home === undefined ? undefined : join(doctorFolder(home), run);
  const compared =
    flags.compare === true && home !== undefined
      ? ((await compareWithLastGood(home, { run, pages: [...pages] })) ?? {
          since: '',
          changes: [],
        })
      : undefined;
  const report: DoctorReport = {
    version: 1,
    run,
    at: systemClock.now().toISOString(),
    raccord: version,
    checks,
    pages: [...pages],
    error: error && problemOf(error, texts),
    stoppedRequests,
    exitCode,
    next: nextOf(context, flags, {
      ...{ checks, exitCode, error, home, folder },
      hasSeenPortal: stoppedRequests !== undefined,
    }),
    folder,
    compared,
  };
  if (home !== undefined) {
    // A report that is sent on need not say where it was stored.
    const kept = { ...report, next: withoutHome(report.next), folder: run };
    await writeDoctorReport(home, kept, `${doctorText(kept, texts)}\n`, redactor);
  }
  if (flags.json !== true) terminal.out(doctorText(report, texts));
  else {
    if (error !== undefined) terminal.err(renderError(error, texts));
    terminal.json(report);
  }
  return exitCode;
}

/** Returns an error with its parts but no next step, which the report gives itself. */
function problemOf(error: AnyRaccordError, texts: Texts): NonNullable<DoctorReport['error']> {
  const { what, expected, found } = explainError(error, texts);
  return {
    ...{ code: error.code, message: summariseError(error, texts), what },
    expected,
    found: found !== undefined && found !== '' ? found : undefined,
  };
}

function exitCodeOf(checks: readonly Check[], { error, pages }: Look): ExitCode {
  if (checks.some(({ result }) => result === 'mistake')) return EXIT.badInput;
  if (error !== undefined) return error.exitCode;
  return pages.every(isHealthy) ? EXIT.done : EXIT.drift;
}

interface Outcome {
  readonly checks: readonly Check[];
  readonly exitCode: ExitCode;
  readonly error: AnyRaccordError | undefined;
  readonly hasSeenPortal: boolean;
  readonly home: string | undefined;
  readonly folder: string | undefined;
}

/** Returns the single next step. */
function nextOf({ texts }: CommandContext, { collect }: DoctorFlags, outcome: Outcome): string {
  const { next, advice } = texts.doctor;
  const { checks, exitCode, error, hasSeenPortal, home = '', folder = '' } = outcome;
  const mistake = checks.find(({ result }) => result === 'mistake');
  if (mistake !== undefined) {
    return next.then(mistake.name === 'permissions' ? next.close(home) : advice[mistake.name]);
  }
  if (exitCode === EXIT.drift) return collect === true ? next.send(folder) : next.collect;
  if (error !== undefined) return explainError(error, texts).next;
  const isNobody = ({ name, result }: Check): boolean =>
    name === 'administrator' && result === 'warning';
  // A session that is still valid needs neither login nor password.
  return !hasSeenPortal && checks.some(isNobody) ? next.signIn : next.plan;
}
