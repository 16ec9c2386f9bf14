import type { ExitCode } from '../../errors/exit-code.ts';
import { exitCodeOfError } from '../../errors/to-raccord-error.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { markErrorsAfterWrite } from '../../errors/mark-errors-after-write.ts';
import type { CommandContext } from '../context.ts';

/**
 * Records the work of a command without a robot as a run in the ledger, so that `status`, `runs`
 * and the metrics show when it ended and how.
 * @param command its name.
 */
export async function recordedRun(
  { version }: CommandContext,
  ledger: Ledger,
  command: string,
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  await ledger.beginRun({ command, version });
  let exitCode: ExitCode | undefined;
  return markErrorsAfterWrite(
    () => exitCode !== undefined,
    async () => {
      try {
        exitCode = await work();
      } catch (error) {
        await ledger.endRun(exitCodeOfError(error));
        throw error;
      }
      await ledger.endRun(exitCode);
      return exitCode;
    },
  );
}
