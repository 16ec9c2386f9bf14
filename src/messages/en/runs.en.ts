import type { ExitCode } from '../../errors/exit-code.ts';

/** Texts of the list of runs. */
export const runsTextsEn = {
  columns: { run: 'Run', command: 'Command', began: 'Began', took: 'Took', end: 'How it ended' },
  /** Meaning of the exit code of a run that worked on no SIRETs, or did not reach any. */
  means: {
    0: 'done',
    1: 'failed',
    2: 'wrong input or configuration',
    3: 'portal unavailable',
    4: 'sign-in refused',
    5: 'a person is needed',
    6: 'a page is not as expected',
    130: 'interrupted',
  } satisfies Record<ExitCode, string> as Readonly<Record<ExitCode, string>>,
  left: (count: number) => `${count} SIRET not reached`,
  running: 'still running',
  noEnd: 'it did not come to its end (killed, or the machine stopped)',
  last: (command: string, at: string, end: string) =>
    `Last run: ${command}, ${at}, exit code ${end}`,
  reportOf: (run: string, file: string) => `Report of ${run}: ${file}`,
  help: {
    runs: 'how runs ended, newest first, and their reports',
    last: 'so many of them (default: 20)',
    open: 'open the report of that run, or of the newest',
  },
};
