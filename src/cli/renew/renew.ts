import type { PlannedRenewal } from '../../../flows/plan-renewals.ts';
import type { Config } from '../../config/config.ts';
import { systemClock } from '../../domain/clock.ts';
import { judgementsByWord, passwordsToJudge } from '../../domain/credential-judgement.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import { exitCodeOfError } from '../../errors/to-raccord-error.ts';
import { EXPIRES_SOON_DAYS } from '../../domain/portal-date.ts';
import type { RenewalRequest, RenewalTerms } from '../../domain/renewal-outcome.ts';
import type { Siret } from '../../domain/siret.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { countSirets } from '../../ledger/journals/run-rows.ts';
import type { LaterTrouble } from '../../reporting/notify/run-summary.ts';
import { runBatch, type BatchOutcome } from '../../robot/run-batch.ts';
import type { RenewalReport } from '../../robot/renewal-report.ts';
import type { Robot } from '../../robot/robot.ts';
import { settlePassword } from '../../credentials/verification/verify-credentials.ts';
import { exitCodeOfBatch } from '../results/batch-end.ts';
import { batchOptions, windowWait, type PaceFlags } from '../options/pace-options.ts';
import { configOf, announcePortal, type Command, type CommandContext } from '../context.ts';
import { deliverAfter } from '../deliveries/deliver-after.ts';
import { debugOptionsOf, type DebugFlags } from '../options/debug-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { siretOf } from '../options/option-values.ts';
import { verifyingIdentity } from '../verification/verifying-identity.ts';
import { OptionProblems } from '../options/option-problems.ts';
import { askYesOrNo } from '../terminal/person.ts';
import type { ShownProgress } from '../terminal/progress-display.ts';
import {
  printRenewals,
  resultsOf,
  siretsOf,
  notifyRenewalsEnded,
  type RenewalEnd,
} from './renew-end.ts';
import type { TeachFlags } from '../terminal/teacher.ts';

export type RenewFlags = DebugFlags &
  TeachFlags &
  PaceFlags & {
    readonly siret?: readonly string[];
    /** Milliseconds. */
    readonly within?: number;
    readonly adopt?: true;
    readonly dryRun?: true;
    /** Which password of a doubtful renewal a person found to work. */
    readonly works?: 'new' | 'old';
    readonly json?: true;
  };

const DAY_MS = 86_400_000;

/** `raccord renew`: resets the passwords that expire soon, one after the other. */
export const renew: Command<RenewFlags> = async (context, flags) => {
  const { terminal, texts } = context;
  const startedAt = systemClock.now();
  const dry = flags.dryRun === true;
  const { config, sirets } = readFlags(context, flags);
  announcePortal(context, config);
  const terms = termsOf(flags);
  const options = batchOptions(context, { ...flags, concurrency: 1 });
  const waitForWindow = windowWait(context, flags, config);
  const { app, logger, progress, robotOptions } = prepareRobot(context, config, flags);
  const how = {
    ...robotOptions,
    // A dry run does not count as the last time that the work was done.
    command: dry ? 'renew --dry-run' : 'renew',
    readOnly: dry,
    minIntervalMs: options.minIntervalMs,
    ...(!dry && (await verifyingIdentity(config))),
  };
  let end: RenewalEnd | undefined;
  const afterwards: LaterTrouble[] = [];
  const failed = (trouble: LaterTrouble): void => void afterwards.push(trouble);
  const notify = async (exitCode: ExitCode, error?: unknown): Promise<void> => {
    // A person at the terminal sees the result.
    if (dry || terminal.isInteractive) return;
    const telling = { config, logger, startedAt, exitCode, end, error, afterwards };
    await notifyRenewalsEnded(context, telling);
  };
  try {
    const exitCode = await app.withRobot(how, async (robot, ledger) => {
      await settleByWord(context, flags, sirets, ledger);
      const plan = await robot.planRenewals(sirets ?? 'all', terms);
      progress.pause();
      const left = plan.filter(({ decision }) => decision === 'adoptable');
      if (terms.adopt && left.length > 0) {
        terminal.err(texts.renew.leftAlone(left.map(({ login }) => login)));
      }
      const mayAdopt = dry || (await mayGoOn(context, plan));
      const work = dry ? [] : requestsOf(plan, terms, mayAdopt);
      const outcome = await renewAll(robot, work, progress, { ...options, waitForWindow });
      progress.end();
      end = { ...outcome, results: resultsOf(plan, outcome.enrolled, { dry }) };
      printRenewals(context, flags, { end, terms, stopped: robot.stoppedRequests });
      if (!dry) await countSirets(ledger, siretsOf(end));
      const exitCode = exitCodeOfBatch(end, robot.hasWritten);
      return dry
        ? exitCode
        : deliverAfter(context, { app, config, ledger, logger, failed }, exitCode);
    });
    await notify(exitCode);
    return exitCode;
  } catch (error) {
    progress.end();
    await notify(exitCodeOfError(error), error);
    throw error;
  } finally {
    progress.end();
  }
};

/** @throws MultipleErrors with CONFIG_INVALID and SIRET_INVALID. */
function readFlags(
  context: CommandContext,
  flags: RenewFlags,
): { config: Config; sirets: readonly Siret[] | undefined } {
  const optionProblems = new OptionProblems();
  const administrator = !debugOptionsOf(flags).headed;
  const needs = { administrator, notifications: true, deliveries: flags.dryRun !== true };
  const config = optionProblems.collect(() => configOf(context, needs));
  const environment = config?.environment;
  const sirets = flags.siret?.map((text) =>
    optionProblems.collect(() => siretOf(text, environment)),
  );
  if (flags.works !== undefined && sirets === undefined) {
    optionProblems.collect(() => {
      const problems = [context.texts.renew.worksNeedsSiret];
      throw new RaccordError('CONFIG_INVALID', { problems });
    });
  }
  optionProblems.throwIfAny();
  if (config === undefined) throw new Error('a mistake was not told');
  const read = sirets?.filter((siret) => siret !== undefined);
  return { config, sirets: read && [...new Set(read)] };
}

function termsOf({ within, adopt }: RenewFlags): RenewalTerms {
  const withinDays = within === undefined ? EXPIRES_SOON_DAYS : Math.floor(within / DAY_MS);
  return { withinDays, adopt: adopt === true };
}

/**
 * Records which password works, after a person tried both passwords of a doubtful renewal.
 * @throws RaccordError CONFIG_INVALID if it is not clear which renewal is meant.
 */
async function settleByWord(
  { texts }: CommandContext,
  { works }: RenewFlags,
  sirets: readonly Siret[] = [],
  ledger: Ledger,
): Promise<void> {
  if (works === undefined) return;
  const enrolments = await Promise.all(sirets.map((siret) => ledger.enrolment(siret)));
  const meant = enrolments.map((enrolment) => ({ enrolment, found: passwordsToJudge(enrolment) }));
  const problems = meant.flatMap(({ enrolment: { siret }, found }) => {
    const words = found.length === 0 ? texts.renew.noneDoubtful : texts.renew.severalDoubtful;
    return found.length === 1 ? [] : [words(siret)];
  });
  // All are settled, or none.
  if (problems.length > 0) throw new RaccordError('CONFIG_INVALID', { problems });
  const said = meant.flatMap(({ enrolment, found }) =>
    found
      .flatMap((password) => judgementsByWord(enrolment, password, works))
      .map((judgement) => ({ siret: enrolment.siret, judgement })),
  );
  for (const { siret, judgement } of said) {
    if (await settlePassword(ledger, siret, judgement)) continue;
    throw new RaccordError('CONFIG_INVALID', { problems: [texts.renew.noneDoubtful(siret)] });
  }
}

/** Warns about resetting other people's accounts; at a terminal, asks for confirmation. */
async function mayGoOn(
  { terminal, texts }: CommandContext,
  plan: readonly PlannedRenewal[],
): Promise<boolean> {
  const adopted = plan.filter(({ own, decision }) => decision === 'due' && !own);
  if (adopted.length === 0) return true;
  terminal.err(texts.renew.adopting(adopted.map(({ login }) => login)));
  if (!terminal.isInteractive) return true;
  return askYesOrNo(texts.renew.confirmAdoption(adopted.length), texts, false);
}

function requestsOf(
  plan: readonly PlannedRenewal[],
  terms: RenewalTerms,
  mayAdopt: boolean,
): RenewalRequest[] {
  return plan
    .filter(({ decision }) => decision === 'due' || decision === 'unsettled')
    .filter(({ decision, own }) => own || decision === 'unsettled' || mayAdopt)
    .map(({ siret, login, own }) => ({
      siret,
      login,
      own,
      terms: { ...terms, adopt: terms.adopt && mayAdopt },
    }));
}

/** Renews one account at a time: until one succeeds, the next attempt must be a single one too. */
async function renewAll(
  robot: Robot,
  requests: readonly RenewalRequest[],
  progress: ShownProgress,
  options: ReturnType<typeof batchOptions> & { readonly waitForWindow: () => Promise<void> },
): Promise<BatchOutcome<RenewalReport>> {
  progress.expect(requests.length);
  return runBatch<RenewalRequest, RenewalReport>(requests, [(request) => robot.renew(request)], {
    ...options,
    ended: ({ result }) => {
      progress.renewed(result);
    },
  });
}
