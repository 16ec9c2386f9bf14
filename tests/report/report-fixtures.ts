import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base } from '../../fixtures/playwright/test.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { Redactor } from '../../src/secrets/redactor.ts';
import type { ReportedEnrolment, RunReport } from '../../src/reporting/report/run-report.ts';
import { writeReport } from '../../src/reporting/report/write-report.ts';
import { RUN_ID, sampleRun, type SampleOptions } from './sample.ts';

export { expect } from '@playwright/test';

export const FILES = ['index.html', 'report.json', 'report.csv', 'junit.xml'] as const;

export type ReportFile = (typeof FILES)[number];

export interface TrialOptions extends SampleOptions {
  readonly redactor?: Redactor;
  readonly pictureBudget?: number;
  /** Changes the sample's report. */
  readonly run?: (report: RunReport) => RunReport;
  /** Changes its evidence, before the report is written. */
  readonly before?: (report: RunReport) => Promise<void>;
}

export interface Trial {
  readonly folder: string;
  readonly index: string;
  readonly read: (file: ReportFile) => Promise<string>;
}

interface Fixtures {
  /** Writes the report of the sample run, with changes. */
  readonly report: (options?: TrialOptions) => Promise<Trial>;
  /** The evidence folder of one SIRET of the sample. */
  readonly evidenceOf: (siret: string) => string;
}

export const test = base.extend<Fixtures>({
  report: async ({ home }, use) => {
    await use(async ({ run, before, redactor = new Redactor(), pictureBudget, ...sample } = {}) => {
      const made = await sampleRun(home, sample);
      const report = run === undefined ? made : run(made);
      await before?.(report);
      const texts = textsFor(report.language);
      const written = await writeReport(home, report, {
        redactor,
        texts,
        ...(pictureBudget !== undefined && { pictureBudget }),
      });
      return { ...written, read: (file) => readFile(join(written.folder, file), 'utf8') };
    });
  },
  evidenceOf: async ({ home }, use) => {
    await use((siret) => join(home, 'evidence', RUN_ID, siret));
  },
});

/** The report with one of its enrolments changed. */
export function withEnrolment(
  report: RunReport,
  index: number,
  change: (enrolment: ReportedEnrolment) => ReportedEnrolment,
): RunReport {
  return {
    ...report,
    enrolments: report.enrolments.map((one, at) => (at === index ? change(one) : one)),
  };
}
