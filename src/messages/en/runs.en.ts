import type { ExitCode } from '../../errors/exit-code.ts';
import { siretCount } from './siret-count.en.ts';

/** Texts of the list of runs. */
export const runsTextsEn = {
  columns: { run: 'Run', command: 'Command', began: 'Began', took: 'Took', end: 'How it ended' },
  /** Meaning of the exit code of a run that worked on no SIRETs, or did not reach any. */
  means: {
    0: 'done',
    1: 'failed',
    2: 'invalid input or configuration',
    3: 'portal unavailable',
    4: 'sign-in refused',
    5: 'a person is needed',
    6: 'a page is not as expected',
    130: 'interrupted',
  } satisfies Record<ExitCode, string> as Readonly<Record<ExitCode, string>>,
  left: (count: number) => `${siretCount(count)} not reached`,
  running: 'still running',
  noEnd: 'did not finish (killed, or the machine stopped)',
  last: (command: string, at: string, end: string) =>
    `Last run: ${command}, ${at}, exit code ${end}`,
  lastOpen: (command: string, at: string, state: string) =>
    `Last run: ${command}, began ${at}, ${state}`,
  reportOf: (run: string, file: string) => `Report of ${run}: ${file}`,
  help: {
    runs: 'list runs, newest first, with how they ended',
    last: 'number of runs to list (default: 20)',
    open: 'open the report of this run, or of the latest',
  },
};
