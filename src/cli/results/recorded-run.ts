import type { ExitCode } from '../../errors/exit-code.ts';
import { markErrorsAfterWrite } from '../../errors/to-raccord-error.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { acquireRunLease } from '../../ledger/lease/run-lease.ts';
import { withLease, withRecordedRun } from '../../scopes.ts';
import type { CommandContext } from '../context.ts';

/**
 * Records the work of a command without a robot as a run in the ledger, so that `status`, `runs`
 * and the metrics show that it is at work, when it ended and how.
 * @param command its name.
 */
export async function recordedRun(
  { version }: CommandContext,
  ledger: Ledger,
  command: string,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  let isDone = false;
  const whole = async (): Promise<ExitCode> => {
    const exitCode = await work();
    isDone = true;
    return exitCode;
  };
  return markErrorsAfterWrite(
    () => isDone,
    () =>
      withLease(acquireRunLease(ledger, command), () =>
        withRecordedRun(ledger, { command, version }, whole),
      ),
  );
}
