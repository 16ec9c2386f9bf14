import { join } from 'node:path';
import { systemClock } from '../../domain/clock.ts';
import { type AnyRaccordError, isRaccordError } from '../../errors/raccord-error.ts';
import type { ExitCode } from '../../errors/exit-code.ts';
import { countSirets } from '../../ledger/journals/run-rows.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LaterTrouble } from '../../reporting/notify/run-summary.ts';
import { readPause } from '../../queue/accounts.ts';
import { seeWorker } from '../../queue/workers.ts';
import { resultOfPlanned, countBatch } from '../../robot/batch-totals.ts';
import { drain, type Drained } from '../../robot/drain.ts';
import type { AccountEnd } from '../../robot/work-queue.ts';
import { describeStop, exitCodeOfBatch, printFailures } from '../results/batch-end.ts';
import { batchOptions, windowWait, type PaceFlags } from '../options/pace-options.ts';
import { prepareRobot } from '../options/robot-options.ts';
import { deliverAfter } from '../deliveries/deliver-after.ts';
import { verifyingIdentity } from '../verification/verifying-identity.ts';
import { commandLine } from '../queued/queue-place.ts';
import { reportRun } from '../results/write-run-report.ts';
import type { ServedAccount } from './served.ts';
import { tellParked } from './tell-people.ts';

interface DrainParts {
  /** The worker's id. */
  readonly worker: string;
  /** The worker's own ledger, which outlives each account. */
  readonly ledger: Ledger;
  /** Aborts if the current row is not to be finished. */
  readonly interrupted: AbortSignal;
}

/** Does for an account what `raccord batch` does for a roster, with the rows in the queue. */
export async function drainAccount(
  account: ServedAccount,
  flags: PaceFlags & { readonly verbose?: true },
  { worker, ledger: queue, interrupted }: DrainParts,
): Promise<AccountEnd> {
  const { context, config } = account;
  const { terminal, texts } = context;
  const startedAt = systemClock.now();
  const { concurrency, minIntervalMs } = batchOptions(context, flags);
  const { app, logger, progress, robotOptions } = prepareRobot(context, config, flags);
  const identity = await verifyingIdentity(config);
  const asked = new AbortController();
  const signal = AbortSignal.any([context.signal, asked.signal]);
  const between = betweenRows(account, flags, { worker, queue, asked });
  let drained: Drained | undefined;
  let telling: Promise<void> | undefined;
  try {
    const exitCode = await app.withRobot(
      {
        ...{ ...robotOptions, ...identity },
        ...{ command: 'worker', signal: interrupted, minIntervalMs },
      },
      async (robot, ledger) => {
        drained = await drain(robot, ledger, account, {
          ...{ worker, concurrency, signal, waitForWindow: between.waitForWindow },
          expect: (all) => {
            progress.expect(all);
          },
          ended: ({ result }) => {
            progress.enrolled(result);
          },
          untouched: (planned) => resultOfPlanned(planned, join(config.home, 'evidence'), context),
          parked: (sirets) => {
            const retry = commandLine(context, 'queue', 'retry', '--siret', ...sirets);
            terminal.err(texts.queue.parkedNow(sirets, retry));
            telling = tellParked(account, sirets);
          },
        });
        progress.end();
        const { requests, enrolled, untouched, left, stopped } = drained;
        const all = { ...drained, enrolled: [...untouched, ...enrolled] };
        const afterwards: LaterTrouble[] = [];
        const failed = (trouble: LaterTrouble): void => void afterwards.push(trouble);
        const place = { app, config, ledger, logger, failed };
        const worked = exitCodeOf(all, robot.hasWritten);
        // A worker that was told to stop leaves deliveries to the next one.
        const { aborted } = context.signal;
        const exitCode = aborted ? worked : await deliverAfter(context, place, worked);
        await reportRun(context, config, logger, {
          ...{ runId: robot.runId, command: 'worker', startedAt, exitCode },
          ...{ enrolled, untouched, requests, notReached: left, afterwards },
          stoppedBecause: stopped && describeStop(stopped, 0, context),
        });
        printFailures(context, enrolled, requests, config);
        await countSirets(ledger, countBatch(all.enrolled, left).sirets);
        return exitCode;
      },
    );
    const cause = drained?.cause ?? between.error();
    return { exitCode, cause };
  } finally {
    progress.end();
    await telling;
  }
}

/** Returns the exit code. A stop between two rows, by a person or SIGTERM, is no interruption. */
function exitCodeOf(drained: Drained, hasWritten: boolean): ExitCode {
  const { stopped, ...rest } = drained;
  return stopped?.kind === 'interrupted'
    ? exitCodeOfBatch(rest, hasWritten)
    : exitCodeOfBatch(drained, hasWritten);
}

/** Checks before each row whether it may be started now, or at all. */
function betweenRows(
  account: ServedAccount,
  flags: PaceFlags,
  {
    worker,
    queue,
    asked,
  }: { readonly worker: string; readonly queue: Ledger; readonly asked: AbortController },
): {
  readonly waitForWindow: () => Promise<void>;
  readonly error: () => AnyRaccordError | undefined;
} {
  const inHours = windowWait(account.context, flags, account.config);
  let met: AnyRaccordError | undefined;
  const look = async (): Promise<void> => {
    if (await seeWorker(queue, worker)) asked.abort();
    if ((await readPause(queue, account)) !== undefined) asked.abort();
  };
  return {
    waitForWindow: async () => {
      await inHours();
      try {
        await look();
      } catch (error) {
        if (!isRaccordError(error)) throw error;
        met = error;
        asked.abort();
      }
    },
    error: () => met,
  };
}
