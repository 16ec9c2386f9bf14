import type { EnrolmentRequest } from '../domain/outcome.ts';
import { hasWork, type PlannedEnrolment } from '../domain/planned-enrolment.ts';
import {
  runBatch,
  type BatchOptions,
  type BatchOutcome,
  type RequestHandler,
} from './run-batch.ts';
import type { BrowserWorker } from './browser-worker.ts';
import type { AttemptResult } from '../domain/retry.ts';
import type { Robot } from './robot.ts';

/**
 * Returns the requests for the incomplete SIRETs of a plan, with the names that it chose for those
 * that ask for none.
 */
export function lackingIn(
  plan: readonly PlannedEnrolment[],
  requests: readonly EnrolmentRequest[],
): EnrolmentRequest[] {
  const lacking = new Set(plan.filter(hasWork).map(({ siret }) => siret));
  const names = new Map(
    plan.map(({ siret, connection }) => [siret, connection.values?.applicationName?.value]),
  );
  return requests
    .filter(({ siret }) => lacking.has(siret))
    .map((request) => ({
      ...request,
      applicationName: request.applicationName ?? names.get(request.siret),
    }));
}

/** Enrols SIRETs, the first one alone, then several in parallel. */
export async function enrolAll<Done extends AttemptResult>(
  robot: Pick<Robot, 'openBrowserWorkers'>,
  requests: readonly EnrolmentRequest[],
  enrol: (request: EnrolmentRequest, browserWorker: BrowserWorker) => Promise<Done>,
  options: BatchOptions<Done>,
): Promise<BatchOutcome<Done>> {
  const concurrency = Math.min(options.concurrency, requests.length);
  const [first, ...others] = await robot.openBrowserWorkers(concurrency);
  const workIn =
    (browserWorker: BrowserWorker): RequestHandler<EnrolmentRequest, Done> =>
    (request) =>
      enrol(request, browserWorker);
  const workers = [workIn(first), ...others.map(workIn)] as const;
  return runBatch(requests, workers, { ...options, concurrency });
}
