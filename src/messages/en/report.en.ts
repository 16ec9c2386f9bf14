import type { Resource } from '../../domain/ledger-event.ts';
import type { Outcome } from '../../domain/outcome.ts';
import { siretCount } from './siret-count.en.ts';

const same = (word: string) => (_count: number) => word;

/** Texts of a run's report. */
export const reportTextsEn = {
  contents: 'Contents',
  sections: {
    todo: 'To do first',
    totals: 'Outcome',
    failures: 'To check',
    steps: 'Time per step',
    others: 'Others',
    all: 'All SIRETs',
  },
  resources: { connection: 'Connection', account: 'Account' } satisfies Record<Resource, string>,
  resourcePlurals: { connection: 'Connections', account: 'Accounts' } satisfies Record<
    Resource,
    string
  >,
  /** Label next to a number of connections or accounts. */
  counted: {
    created: same('created'),
    recovered: same('recovered'),
    unproven: same('not proven'),
    existing: same('existing'),
    skipped: same('not asked for'),
    failed: same('failed'),
  } satisfies Record<Outcome, (count: number) => string>,
  stopped: 'Stopped before the end.',
  notReached: (count: number) =>
    count === 1 ? 'One SIRET was not reached.' : `${count} SIRETs were not reached.`,
  andMore: (count: number) => `and ${count} more`,
  show: { legend: 'Show', all: 'all' },
  index: {
    summary: (count: number) => `Find one of ${siretCount(count)}`,
    note: 'In order. The browser’s search (Ctrl-F) also finds the 14 digits, a name or a login.',
    lookAt: 'to check',
  },
  allOfIt: (signs: number) => `Full text (${signs} characters)`,
  nothing: 'No SIRET was worked on.',
  doneBefore: 'done before',
  times: {
    step: 'Step',
    spread: 'Median, up to p95',
    count: 'Times',
    median: 'Median',
    p95: 'p95',
    longest: 'Longest',
    note: 'Successful steps. p95: nineteen of twenty took no longer. The bar ends at the median, the thin line at p95.',
  },
  duration: 'Took',
  pictures: {
    summary: (count: number) => (count === 1 ? 'One screenshot' : `${count} screenshots`),
    some: (there: number, all: number) => `${there} of ${all} screenshots`,
    damaged: 'The step log is damaged: screenshots may be missing.',
    noLog: 'The screenshots are missing: there is no step log.',
    missing: 'The screenshot is missing.',
    linked: 'Open the screenshot',
    notInside: 'Left out, since this page would be too large; they are in the evidence folder.',
    enlarge: (step: string) => `Enlarge the screenshot: ${step}`,
    reduce: 'Reduce',
    alternative: (step: string) => `The page after this step: ${step}`,
    alternativeFailed: (step: string) => `The page where this step failed: ${step}`,
    failed: 'failed',
    withheld: (reason: string) => (reason === '' ? 'No screenshot.' : `No screenshot: ${reason}.`),
    /** Translations of the robot's notes. */
    reasons: {} as Readonly<Partial<Record<string, string>>>,
    folder: (path: string) => `Evidence folder: ${path}`,
  },
  footer: {
    files: 'The same data in other formats:',
    run: 'Run',
    noSecret: 'No password is in this report; fields that show one are masked in the screenshots.',
  },
  csv: {
    durationSeconds: 'Took (s)',
    code: 'Code',
    what: 'What happened',
    evidence: 'Evidence',
  },
};
