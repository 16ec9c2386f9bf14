import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { systemClock } from '../../domain/clock.ts';
import { EXIT, type ExitCode } from '../../errors/exit-code.ts';
import { RaccordError } from '../../errors/raccord-error.ts';
import { formatsFor } from '../../reporting/report/value-formats.ts';
import {
  endText,
  readRunsWithReports,
  type RunWithReport,
} from '../../status/runs-with-reports.ts';
import { appOf, loggerOf, type Command } from '../context.ts';
import { homeConfig } from '../options/demo-home.ts';
import { table } from '../terminal/text-tables.ts';

export interface RunsFlags {
  /** Number of runs to show, the newest. */
  readonly last?: number;
  /** The run whose report is opened; `true` for the newest that has one. */
  readonly open?: string | true;
  readonly demo?: true;
  readonly json?: true;
}

const SHOWN = 20;

/** `raccord runs`: lists runs and their reports, newest first. */
export const runs: Command<RunsFlags> = async (context, flags) => {
  const { terminal, texts, processEnvironment } = context;
  const config = homeConfig(context, flags);
  const app = appOf(context, config, loggerOf(context, false));
  return app.withLedger(async (ledger): Promise<ExitCode> => {
    const { open } = flags;
    if (open !== undefined) {
      const { report } = reportOf(await readRunsWithReports(ledger, config.home), open);
      terminal.out(report);
      if (processEnvironment.hasDisplay) await openFile(report);
      return EXIT.done;
    }
    const told = await readRunsWithReports(ledger, config.home, flags.last ?? SHOWN);
    if (flags.json === true) terminal.json({ runs: told });
    else if (told.length === 0) terminal.err(texts.status.none);
    else {
      const { moment, span } = formatsFor(processEnvironment.language, config.timezone);
      const { columns } = texts.runs;
      const head = [columns.run, columns.command, columns.began, columns.took, columns.end];
      const rows = told.map((run) => [
        run.id,
        run.command,
        moment(run.startedAt),
        tookOf(run, span),
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

/** Returns how long a run took, or has taken so far; empty if nobody saw its end. */
function tookOf(
  { startedAt, endedAt, isRunning }: RunWithReport,
  span: (milliseconds: number) => string,
): string {
  const end = endedAt ?? (isRunning ? systemClock.now().toISOString() : undefined);
  return end === undefined ? '' : span(Date.parse(end) - Date.parse(startedAt));
}

/** @throws RaccordError CONFIG_INVALID if there is no such report. */
function reportOf(
  told: readonly RunWithReport[],
  wanted: string | true,
): { readonly report: string } {
  for (const { id, report } of told) {
    if (report !== undefined && (wanted === true || id === wanted)) return { report };
  }
  const place = `--open${wanted === true ? '' : ` ${wanted}`}`;
  throw new RaccordError('CONFIG_INVALID', { problems: [{ place, reason: { key: 'no-report' } }] });
}

/** Commands that open a file as a double click does, by system. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  // `start` takes its first quoted argument as a title.
  win32: ['cmd', '/c', 'start', ''],
};

/**
 * Opens a file in the desktop's default program, which keeps running by itself. Without an opener
 * nothing is opened: the caller has printed the path.
 * @returns whether there was an opener.
 */
export async function openFile(
  path: string,
  platform: NodeJS.Platform = process.platform,
): Promise<boolean> {
  const [program, ...words] = OPENERS[platform] ?? ['xdg-open'];
  const opener = spawn(program, [...words, path], { detached: true, stdio: 'ignore' });
  const started = await once(opener, 'spawn').then(
    () => true,
    () => false,
  );
  opener.unref();
  return started;
}
