import type { KeepOpen } from './robot/robot-parts.ts';
import type { Robot } from './robot/robot.ts';
import { EXIT, type ExitCode } from './errors/exit-code.ts';
import { MultipleErrors } from './errors/raccord-error.ts';
import { exitCodeOfError, toRaccordError } from './errors/to-raccord-error.ts';
import type { Lease } from './ledger/lease/lease.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { WrittenByRun } from './secrets/check-for-leaks.ts';
import type { Redactor } from './secrets/redactor.ts';

/** Runs work under a lease and releases it afterwards, whether the work succeeded or not. */
export async function withLease<T>(
  acquired: Promise<Lease>,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await acquired;
  return withCleanup(
    () => work(lease),
    () => lease.release(),
  );
}

/** Runs work and records it as a run in the ledger, with the exit code of its command. */
export async function withRecordedRun(
  ledger: Ledger,
  run: { readonly command: string; readonly version: string },
  work: () => Promise<ExitCode>,
): Promise<ExitCode> {
  await ledger.beginRun(run);
  let exitCode: ExitCode = EXIT.someFailed;
  return withCleanup(
    async () => {
      try {
        exitCode = await work();
      } catch (error) {
        exitCode = exitCodeOfError(error);
        throw error;
      }
      return exitCode;
    },
    () => ledger.endRun(exitCode),
  );
}

/** Runs work, then keeps the browser open for a person, whether the work succeeded or not. */
export async function withBrowserKeptOpen<T>(
  robot: Robot,
  keepOpen: KeepOpen | undefined,
  work: () => Promise<T>,
): Promise<T> {
  if (keepOpen === undefined) return work();
  let error: unknown;
  try {
    return await work();
  } catch (thrown) {
    error = thrown;
    throw thrown;
  } finally {
    await robot.handOver();
    await keepOpen(robot.windowsClosed(), error);
  }
}

/** Runs work and then searches all files it left for secrets, whether it succeeded or not. */
export function withLeakScan<T>(
  written: WrittenByRun,
  redactor: Redactor,
  work: () => Promise<T>,
): Promise<T> {
  return withCleanup(work, async () => {
    // Imported here: only work that writes files needs it.
    const { checkForLeaks } = await import('./secrets/check-for-leaks.ts');
    await checkForLeaks(written, redactor);
  });
}

/** Runs work, then its cleanup in any case. If both throw, both errors are reported. */
export async function withCleanup<T>(work: () => Promise<T>, end: () => Promise<void>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await end().catch((second: unknown) => {
      throw combineErrors(error, second);
    });
    throw error;
  }
  await end();
  return result;
}

/** Combines errors, keeping the first of each code: a full disk fails every write. */
function combineErrors(...thrown: readonly unknown[]): Error {
  const errors = thrown
    .flatMap((error): unknown[] => (error instanceof MultipleErrors ? [...error.errors] : [error]))
    .map(toRaccordError);
  const [first, ...others] = errors.filter(
    (error, index) => errors.findIndex(({ code }) => code === error.code) === index,
  );
  if (first === undefined) throw new Error('no errors');
  return others.length === 0 ? first : new MultipleErrors([first, ...others]);
}
