import { HALVES, type Half } from '../domain/enrolment.ts';
import { EXIT, type ExitCode, type RaccordError } from '../domain/errors.ts';
import type { EnrolmentResult } from '../domain/outcome.ts';
import type { Siret } from '../domain/siret.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { renderError } from '../messages/render.ts';
import { appOf, loggerOf, type Command, type CommandContext } from './context.ts';
import { debugOptionsOf, type DebugFlags } from './debug-options.ts';
import { readEnrolment, type EnrolmentFlags } from './enrolment-options.ts';
import { personAt } from './person.ts';
import { progressFor } from './progress.ts';
import { resultTable } from './tables.ts';

export type RunFlags = EnrolmentFlags & DebugFlags & { readonly json?: true };

/** `raccord run`: one enrolment, doing only what is missing. */
export const run: Command<RunFlags> = async (context, flags) => {
  const { terminal, texts, signal } = context;
  const { config, request } = readEnrolment(context, flags);
  const logger = loggerOf(context, flags.verbose === true);
  const debug = debugOptionsOf(flags);
  const progress = progressFor(terminal, logger, texts, 1, flags.verbose === true);
  try {
    return await appOf(context, config, logger).withRobot(
      {
        command: 'run',
        progress,
        person: personAt(terminal, texts, debug.headed, progress),
        debug,
        signal,
      },
      async (robot, ledger) => {
        if (flags.notOnPortal === true) await confirmAbsence(ledger, request.siret);
        await robot.signIn();
        const { result, causes } = await robot.enrol(request);
        progress.enrolled(result);
        progress.end();
        print(context, flags, result, causes);
        return exitCodeOf(causes);
      },
    );
  } finally {
    progress.end();
  }
};

/** A person looked: what was doubtful is not on the portal, so it may be done anew. */
async function confirmAbsence(ledger: Ledger, siret: Siret): Promise<void> {
  const enrolment = await ledger.enrolment(siret);
  for (const half of HALVES satisfies readonly Half[]) {
    if (enrolment[half].state === 'doubtful') {
      await ledger.record(siret, half, { kind: 'absence-confirmed' });
    }
  }
}

function print(
  { terminal, texts }: CommandContext,
  flags: RunFlags,
  result: EnrolmentResult,
  causes: readonly RaccordError[],
): void {
  for (const cause of causes) terminal.err(renderError(cause, texts));
  if (flags.json === true) {
    terminal.json(result);
    return;
  }
  terminal.out(resultTable([result], texts));
  const { connection, account } = result;
  if (connection.outcome === 'created' && connection.applicationName !== undefined) {
    terminal.out(texts.run.pisteReminder(connection.applicationName));
  }
  if (account.outcome === 'created') terminal.out(texts.run.activeSoon);
  if (account.credentialId !== undefined) terminal.out(texts.run.showCommand(result.siret));
  terminal.out(texts.run.evidence(result.evidence));
}

/** The most telling of the causes: one that says what to do about all beats "some SIRET failed". */
export function exitCodeOf(causes: readonly RaccordError[]): ExitCode {
  const codes = causes.map(({ exitCode }) => exitCode);
  return codes.find((code) => code !== EXIT.someFailed) ?? codes[0] ?? EXIT.done;
}
