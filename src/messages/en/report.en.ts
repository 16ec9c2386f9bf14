import type { Resource } from '../../domain/ledger-event.ts';
import type { Outcome } from '../../domain/outcome.ts';

const same = (word: string) => (_count: number) => word;

/** Texts of a run's report. */
export const reportTextsEn = {
  contents: 'Contents',
  sections: {
    todo: 'To do first',
    totals: 'Outcome',
    failures: 'To look at',
    steps: 'Time per step',
    others: 'The others',
    all: 'All SIRET',
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
  stopped: 'Stopped before its end.',
  notReached: (count: number) =>
    count === 1 ? 'One SIRET was not reached.' : `${count} SIRET were not reached.`,
  andMore: (count: number) => `and ${count} more`,
  show: { legend: 'Show', all: 'all' },
  index: {
    summary: (count: number) => `Find one of ${count} SIRET`,
    note: 'In order. The browser’s search (Ctrl-F) finds its 14 digits, too, with a name or a login.',
    lookAt: 'to look at',
  },
  ofTheRun: 'The run itself',
  allOfIt: (signs: number) => `All of it (${signs} characters)`,
  nothing: 'No SIRET was worked on.',
  noFailures: 'Nothing failed.',
  doneBefore: 'done before',
  times: {
    step: 'Step',
    spread: 'Median, and up to p95',
    count: 'Times',
    median: 'Median',
    p95: 'p95',
    longest: 'Longest',
    note: 'Steps that ended well. p95: nineteen of twenty took no longer. The bar ends at the median, the thin line at p95.',
  },
  duration: 'Took',
  pictures: {
    summary: (count: number) => (count === 1 ? 'One screenshot' : `${count} screenshots`),
    some: (there: number, all: number) => `${there} of ${all} screenshots`,
    damaged: 'The step log is damaged: screenshots may be missing.',
    noLog: 'The screenshots are missing: there is no step log.',
    missing: 'The screenshot is missing.',
    linked: 'Open the screenshot',
    notInside: 'Left out of this page, which would be too heavy; they are in the evidence folder.',
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
    files: 'The same in other forms:',
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
