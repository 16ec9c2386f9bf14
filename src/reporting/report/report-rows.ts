import { basename } from 'node:path';
import { hasFailed } from '../../domain/outcome.ts';
import type { ReportedEnrolment } from './run-report.ts';
import { wasAlreadyDone } from './run-report.ts';
import { findPictures, type Picture } from './pictures.ts';
import { readStepLog, type LoggedStep } from './step-log.ts';

/** One SIRET with what its evidence folder has. */
export interface ReportRow {
  /** Its texts may be shown. */
  readonly enrolment: ReportedEnrolment;
  readonly failed: boolean;
  /** Nothing was done for it in this run, so it has no steps. */
  readonly doneBefore: boolean;
  readonly steps: readonly LoggedStep[];
  readonly pictures: readonly Picture[];
  readonly log: 'whole' | 'damaged' | 'missing';
}

/**
 * Reads what evidence there is.
 * @param enrolment as it was given: its folder's name is what it is on the disk.
 * @param safe makes a text one that may be shown.
 */
export async function readReportRow(
  enrolment: ReportedEnrolment,
  safe: <T>(value: T) => T,
): Promise<ReportRow> {
  const { siret, evidence } = enrolment.result;
  const doneBefore = wasAlreadyDone(enrolment.result);
  // What was done before points at the folder of all evidence, which is nobody's.
  const log = doneBefore && basename(evidence) !== siret ? undefined : await readStepLog(evidence);
  const pictures = log === undefined ? [] : await findPictures(evidence, log.steps);
  return {
    enrolment: safe(enrolment),
    failed: hasFailed(enrolment.result),
    doneBefore,
    steps: safe(log?.steps ?? []),
    pictures: pictures.map(({ state, ...picture }) => ({
      ...picture,
      state: state.kind === 'withheld' ? safe(state) : state,
    })),
    log: log === undefined ? 'missing' : log.isDamaged ? 'damaged' : 'whole',
  };
}
