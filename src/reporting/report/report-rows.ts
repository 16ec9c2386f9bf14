import { basename } from 'node:path';
import { hasFailed } from '../../domain/outcome.ts';
import type { ReportedEnrolment } from './run-report.ts';
import { wasAlreadyDone } from './run-report.ts';
import { findPictures, type Picture } from './pictures.ts';
import { readStepLog, type LoggedStep } from './step-log.ts';

/** A SIRET with the content of its evidence folder. */
export interface ReportRow {
  /** Safe to show: without secrets. */
  readonly enrolment: ReportedEnrolment;
  readonly failed: boolean;
  /** True if nothing was done for it in this run, so it has no steps. */
  readonly doneBefore: boolean;
  readonly steps: readonly LoggedStep[];
  readonly pictures: readonly Picture[];
  readonly log: 'whole' | 'damaged' | 'missing';
}

/**
 * Reads the evidence of an enrolment.
 * @param enrolment unredacted: the name of its folder must match the disk.
 * @param safe returns a text that is safe to show.
 */
export async function readReportRow(
  enrolment: ReportedEnrolment,
  safe: <T>(value: T) => T,
): Promise<ReportRow> {
  const { siret, evidence } = enrolment.result;
  const doneBefore = wasAlreadyDone(enrolment.result);
  // Earlier work refers to the folder of all evidence, which belongs to no single SIRET.
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
