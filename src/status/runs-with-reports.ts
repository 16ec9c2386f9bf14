import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countedBy } from '../domain/outcome.ts';
import { EXIT, type ExitCode } from '../errors/exit-code.ts';
import { listHolders, type LeaseHolder } from '../ledger/lease/account-lease.ts';
import { readRunLeases } from '../ledger/lease/run-lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { hasEnded, readRuns, type Run } from '../ledger/journals/run-rows.ts';
import type { Texts } from '../messages/texts.ts';

/** A run with its state, and its report if the file still exists. */
export interface RunWithReport extends Run {
  readonly isRunning: boolean;
  /** Absolute path of the report page. */
  readonly report?: string;
}

/** Reads the runs of a ledger, newest first, with their reports in a home. */
export async function readRunsWithReports(
  ledger: Ledger,
  home: string,
  most?: number,
): Promise<RunWithReport[]> {
  const holders = await listHolders(ledger);
  const atWork = await readRunLeases(ledger);
  return (await readRuns(ledger, most)).map((run) => {
    const report = join(home, 'reports', run.id, 'index.html');
    return {
      ...run,
      isRunning:
        !hasEnded(run) && (atWork.has(run.id) || holders.some((holder) => isHeldBy(run, holder))),
      report: existsSync(report) ? report : undefined,
    };
  });
}

/**
 * Returns true if an open run is the one of this holder. A lease in a file names no run: its own is
 * the one of its command that began under it, since nobody else could begin one.
 */
function isHeldBy({ id, command, startedAt }: Run, { run, holder }: LeaseHolder): boolean {
  if (run !== undefined) return run === id;
  return holder.command === command && holder.since <= startedAt;
}

/** Returns the outcome of a run: its exit code and meaning. */
export function endText(run: RunWithReport, { runs: words, notify }: Texts): string {
  if (!hasEnded(run)) return run.isRunning ? words.running : words.noEnd;
  const { exitCode, sirets } = run;
  const code = EXIT_CODES.find((one) => one === exitCode);
  if (code === undefined) return String(exitCode);
  const means =
    sirets === undefined ? words.means[code] : notify.outcome(code, sirets, countedBy(run.command));
  const left = sirets === undefined || sirets.left === 0 ? '' : `, ${words.left(sirets.left)}`;
  return `${code} – ${means}${left}`;
}

const EXIT_CODES: readonly ExitCode[] = Object.values(EXIT);
