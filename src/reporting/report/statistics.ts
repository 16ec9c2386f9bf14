import type { Resource } from '../../domain/ledger-event.ts';
import {
  hasFailed,
  type EnrolmentResult,
  type Outcome,
  type SiretCounts,
} from '../../domain/outcome.ts';
import { ALL_STEPS, type Step } from '../../domain/step-names.ts';
import type { LoggedStep } from './step-log.ts';

export type OutcomeCounts = Readonly<Record<Outcome, number>>;

/** The result of a run, in numbers. */
export interface Totals {
  readonly sirets: SiretCounts;
  readonly connection: OutcomeCounts;
  readonly account: OutcomeCounts;
}

/** Duration of a step, over all its successful executions. */
export interface StepTimes {
  readonly step: Step;
  readonly count: number;
  readonly medianMs: number;
  /** 95 % of executions took no longer. */
  readonly p95Ms: number;
  readonly longestMs: number;
}

/** Outcomes in the order of display. */
export const OUTCOMES: readonly Outcome[] = [
  'created',
  'recovered',
  'unproven',
  'existing',
  'skipped',
  'failed',
];

export function totalsOf(results: readonly EnrolmentResult[], left = 0): Totals {
  const countsOf = (resource: Resource): OutcomeCounts => {
    const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<
      Outcome,
      number
    >;
    for (const result of results) counts[result[resource].outcome] += 1;
    return counts;
  };
  return {
    sirets: { all: results.length + left, failed: results.filter(hasFailed).length, left },
    connection: countsOf('connection'),
    account: countsOf('account'),
  };
}

/** Returns the times of the steps that ended at least once, in step order. */
export function stepTimes(steps: readonly LoggedStep[]): StepTimes[] {
  return ALL_STEPS.flatMap((step) => {
    const sorted = steps
      .filter((logged) => logged.step === step)
      .map(({ durationMs }) => durationMs)
      .filter((duration) => duration !== undefined)
      .sort((one, other) => one - other);
    const { length } = sorted;
    if (length === 0) return [];
    const at = (rank: number): number => sorted[Math.max(rank, 1) - 1] ?? 0;
    return [
      {
        step,
        count: length,
        medianMs: Math.round((at(Math.ceil(length / 2)) + at(Math.floor(length / 2) + 1)) / 2),
        p95Ms: at(Math.ceil(length * 0.95)),
        longestMs: at(length),
      },
    ];
  });
}

/** In step order, the account follows the connection. */
const FIRST_OF_ACCOUNT = ALL_STEPS.indexOf('open-account-form');

/** Returns the milliseconds that one resource's steps took. */
export function timeOfResource(resource: Resource, steps: readonly LoggedStep[]): number {
  return steps
    .filter(
      ({ step }) => ALL_STEPS.indexOf(step) < FIRST_OF_ACCOUNT === (resource === 'connection'),
    )
    .reduce((sum, { durationMs = 0 }) => sum + durationMs, 0);
}
