import { type AnyRaccordError, isRaccordError } from '../errors/raccord-error.ts';
import type { EnrolmentRequest } from '../domain/outcome.ts';
import { hasWork, type PlannedEnrolment } from '../domain/planned-enrolment.ts';
import { afterWork, unavailableAtEnd, type Account } from '../domain/account-queue.ts';
import type { Siret } from '../domain/siret.ts';
import type { Ledger } from '../ledger/ledger.ts';
import {
  giveBackFailed,
  recoverRows,
  settleRow,
  takeRow,
  waitingRequests,
} from '../queue/queued-rows.ts';
import type { BatchOptions, StopReason } from './run-batch.ts';
import { enrolAll } from './enrol-planned.ts';
import { enrolWithFreeName } from './enrol-with-free-name.ts';
import type { EnrolmentReport } from './enrolment-report.ts';
import type { BrowserWorker } from './browser-worker.ts';
import { recordFoundResources } from './record-end.ts';
import { recordMissingPasswords } from './record-missing-passwords.ts';
import type { AttemptResult } from '../domain/retry.ts';
import type { Robot } from './robot.ts';

export interface DrainOptions extends Pick<BatchOptions, 'concurrency' | 'waitForWindow'> {
  /** The worker's id. */
  readonly worker: string;
  /** Stops the work: no further row is begun after an abort. */
  readonly signal: AbortSignal;
  /** Receives the number of SIRETs to work on. */
  readonly expect: (all: number) => void;
  readonly ended: (enrolled: EnrolmentReport) => void;
  /** Reports a SIRET that lacks nothing. */
  readonly untouched: (planned: PlannedEnrolment) => EnrolmentReport;
  /** Reports parked rows: too many workers disappeared while working on them. */
  readonly parked: (sirets: readonly Siret[]) => void;
}

/** Work of a worker on an account. */
export interface Drained {
  readonly requests: readonly EnrolmentRequest[];
  readonly enrolled: readonly EnrolmentReport[];
  readonly untouched: readonly EnrolmentReport[];
  /** Number of rows of the last read that were not begun. */
  readonly left: number;
  readonly stopped?: StopReason;
  /** The error that stopped the work. */
  readonly cause?: AnyRaccordError;
}

/** Work on one row. */
interface Worked extends AttemptResult {
  /** Absent if the row could not be claimed. */
  readonly enrolled?: EnrolmentReport;
}

/**
 * Enrols the waiting rows of an account as a batch does, until none is left or the work stops. Only
 * the lease's holder works on the rows; the ledger has each SIRET's state and is read first.
 */
export async function drain(
  robot: Robot,
  ledger: Ledger,
  account: Account,
  options: DrainOptions,
): Promise<Drained> {
  const { concurrency, signal, worker } = options;
  const parked = await recoverRows(ledger, account);
  if (parked.length > 0) options.parked(parked);
  const requests: EnrolmentRequest[] = [];
  const enrolled: EnrolmentReport[] = [];
  const untouched: EnrolmentReport[] = [];
  for (;;) {
    const waiting = await waitingRequests(ledger, account);
    if (waiting.length === 0 || signal.aborted) {
      const stopped = waiting.length > 0 && { stopped: { kind: 'interrupted' } as const };
      return { requests, enrolled, untouched, left: waiting.length, ...stopped };
    }
    requests.push(...waiting);
    const plan = await robot.plan(waiting, concurrency);
    await recordMissingPasswords(ledger, plan);
    await recordFoundResources(ledger, plan);
    for (const planned of plan.filter((one) => !hasWork(one))) {
      const found = options.untouched(planned);
      untouched.push(found);
      if (await takeRow(ledger, account, planned.siret, worker)) {
        await settleRow(ledger, account, planned.siret, afterWork(found.causes));
      }
    }
    // The plan's names were not shown to anyone; another account may have taken them meanwhile.
    const withWork = new Set(plan.filter(hasWork).map(({ siret }) => siret));
    const lacking = waiting.filter(({ siret }) => withWork.has(siret));
    options.expect(lacking.length);
    const enrol = (request: EnrolmentRequest, browserWorker: BrowserWorker): Promise<Worked> =>
      onRow(ledger, account, request.siret, worker, () =>
        enrolWithFreeName(robot, request, browserWorker),
      );
    const before = enrolled.length;
    const outcome = await enrolAll(robot, lacking, enrol, {
      ...{ concurrency, signal, waitForWindow: options.waitForWindow },
      ended: (worked) => {
        if (worked.enrolled === undefined) return;
        enrolled.push(worked.enrolled);
        options.ended(worked.enrolled);
      },
    });
    const { stopped, left } = outcome;
    const cause =
      stopped === undefined
        ? unavailableAtEnd(enrolled.slice(before).map(({ causes }) => causes))
        : causeOfStop(stopped, outcome.enrolled);
    if (stopped === undefined && cause === undefined) continue;
    const isOfAll = stopped === undefined || stopped.kind === 'same-reason';
    if (isOfAll && cause !== undefined) await giveBackFailed(ledger, account, cause.code);
    return { requests, enrolled, untouched, left, stopped, cause };
  }
}

/** Claims a row, works on it, and records the outcome. Failures are part of the result. */
async function onRow(
  ledger: Ledger,
  account: Account,
  siret: Siret,
  worker: string,
  work: () => Promise<EnrolmentReport>,
): Promise<Worked> {
  let enrolled: EnrolmentReport | undefined;
  try {
    if (!(await takeRow(ledger, account, siret, worker))) return { causes: [] };
    enrolled = await work();
    await settleRow(ledger, account, siret, afterWork(enrolled.causes));
    return { enrolled, causes: enrolled.causes };
  } catch (error) {
    if (!isRaccordError(error)) throw error;
    const causes = [...(enrolled?.causes ?? []), error];
    return { enrolled: enrolled === undefined ? undefined : { ...enrolled, causes }, causes };
  }
}

function causeOfStop(stopped: StopReason, worked: readonly Worked[]): AnyRaccordError | undefined {
  if (stopped.kind !== 'ends-all' && stopped.kind !== 'same-reason') return undefined;
  const causes = worked.flatMap((one) => one.causes);
  return causes.filter(({ code }) => code === stopped.code).at(-1);
}
