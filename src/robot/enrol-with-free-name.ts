import type { EnrolmentRequest } from '../domain/outcome.ts';
import type { BrowserWorker } from './browser-worker.ts';
import { mergeAttempts, remainingOf, type EnrolmentReport } from './enrolment-report.ts';
import type { Robot } from './robot.ts';

/** Maximum number of names tried for a SIRET. */
const MAX_NAMES = 4;

/**
 * Enrols a SIRET. A name that raccord chose may be reserved by another account before the intent is
 * recorded: then nothing was clicked, and the next free one is chosen. A requested name is kept.
 * @param planned the name that a plan chose, which is tried first.
 */
export async function enrolWithFreeName(
  robot: Pick<Robot, 'enrol'>,
  request: EnrolmentRequest,
  browserWorker?: BrowserWorker,
  planned = request.applicationName,
): Promise<EnrolmentReport> {
  const first = planned === undefined ? request : { ...request, applicationName: planned };
  let enrolled = await robot.enrol(first, browserWorker);
  if (request.applicationName !== undefined) return enrolled;
  for (let names = 1; names < MAX_NAMES && isNameTaken(enrolled); names += 1) {
    const rest = remainingOf(request, enrolled);
    enrolled = mergeAttempts(enrolled, await robot.enrol(rest, browserWorker));
  }
  return enrolled;
}

function isNameTaken({ causes }: EnrolmentReport): boolean {
  return causes.some((cause) => cause.code === 'APPLICATION_NAME_TAKEN');
}
