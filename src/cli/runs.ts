import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openFile } from './open-file.ts';
import { systemClock } from '../domain/clock.ts';
import { EXIT, RaccordError, type ExitCode } from '../domain/errors.ts';
import { listHolders, type LeaseHolder } from '../ledger/account-lease.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { hasEnded, readRuns, type Run } from '../ledger/runs.ts';
import type { Texts } from '../messages/texts-en.ts';
import { formatsFor } from '../report/formats.ts';
import { appOf, loggerOf, type Command } from './context.ts';
import { homeConfig } from './credential-entries.ts';
import { table } from './tables.ts';

export interface RunsFlags {
  /** So many, the newest. */
  readonly last?: number;
  /** The run whose report is opened; `true` for the newest that has one. */
  readonly open?: string | true;
  readonly demo?: true;
  readonly json?: true;
}

/** A run as it is told: how it stands, and where its report is, if it is still there. */
export interface ToldRun extends Run {
  readonly isRunning: boolean;
  /** Absolute path of the page. */
  readonly report?: string;
}

const SHOWN = 20;

/** `raccord runs`: how runs ended, newest first, and their reports. */
export const runs: Command<RunsFlags> = async (context, flags) => {
  const { terminal, texts, surroundings } = context;
  const config = homeConfig(context, flags);
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLedger(async (ledger): Promise<ExitCode> => {
    const { open } = flags;
    if (open !== undefined) {
      const { report } = reportOf(await readToldRuns(ledger, config.home), open);
      terminal.out(report);
      if (surroundings.hasDisplay) await openFile(report);
      return EXIT.done;
    }
    const told = await readToldRuns(ledger, config.home, flags.last ?? SHOWN);
    if (flags.json === true) terminal.json({ runs: told.map((run) => ({ ...run })) });
    else if (told.length === 0) terminal.err(texts.status.none);
    else {
      const { moment, span } = formatsFor(surroundings.language, config.timezone);
      const { columns } = texts.runs;
      const head = [columns.run, columns.command, columns.began, columns.took, columns.end];
      const rows = told.map((run) => [
        run.id,
        run.command,
        moment(run.startedAt),
        span(
          Date.parse(run.endedAt ?? systemClock.now().toISOString()) - Date.parse(run.startedAt),
        ),
        endText(run, texts),
      ]);
      terminal.out(table(head, rows, terminal.columns));
      for (const { id, report } of told) {
        if (report !== undefined) terminal.out(texts.runs.reportOf(id, report));
      }
    }
    return EXIT.done;
  });
};

/** Reads the runs of a ledger, newest first, with what is there of them in a home. */
export async function readToldRuns(
  ledger: Ledger,
  home: string,
  most?: number,
): Promise<ToldRun[]> {
  const holders = await listHolders(ledger);
  return (await readRuns(ledger, most)).map((run, index) => {
    const report = join(home, 'reports', run.id, 'index.html');
    return {
      ...run,
      isRunning: !hasEnded(run) && holders.some((holder) => isRunOf(holder, run, index)),
      ...(existsSync(report) && { report }),
    };
  });
}

/** True if a run without an end is what a process works on: a file has one, which is its newest. */
function isRunOf(holder: LeaseHolder, { id }: Run, index: number): boolean {
  return holder.run === undefined ? index === 0 : holder.run === id;
}

/** How a run ended: the exit code, and what it means. */
export function endText(run: ToldRun, { runs: words, notify }: Texts): string {
  if (!hasEnded(run)) return run.isRunning ? words.running : words.noEnd;
  const { exitCode, sirets } = run;
  const code = EXIT_CODES.find((one) => one === exitCode);
  if (code === undefined) return String(exitCode);
  const means =
    sirets === undefined ? words.means[code] : notify.outcome(code, sirets.failed, sirets.all);
  const left = sirets === undefined || sirets.left === 0 ? '' : `, ${words.left(sirets.left)}`;
  return `${code} – ${means}${left}`;
}

const EXIT_CODES: readonly ExitCode[] = Object.values(EXIT);

/** @throws RaccordError CONFIG_INVALID where there is none. */
function reportOf(told: readonly ToldRun[], wanted: string | true): { readonly report: string } {
  for (const { id, report } of told) {
    if (report !== undefined && (wanted === true || id === wanted)) return { report };
  }
  const problems = [`--open${wanted === true ? '' : ` ${wanted}`}: no report`];
  throw new RaccordError('CONFIG_INVALID', { problems });
}
