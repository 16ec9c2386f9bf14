import { shellWord } from '../domain/raccord-command.ts';
import { hasEnded } from '../ledger/journals/run-rows.ts';
import { markup, type Markup } from '../reporting/report/markup.ts';
import { formatsFor } from '../reporting/report/value-formats.ts';
import { endText, type RunWithReport } from '../status/runs-with-reports.ts';
import type { KnownHome } from './board-home.ts';
import { profileTag, section, table } from './parts.ts';
import type { Reader } from './reader.ts';

/** Maximum number of runs shown. */
const MOST_SHOWN = 10;

/** Returns the outcome of the last runs, with links to their reports. */
export function runsSection(homes: readonly KnownHome[], reader: Reader): Markup {
  const { board, runs } = reader.texts;
  const last = homes
    .flatMap((home) => home.reading.runs.map((run) => ({ home, run })))
    .sort((one, other) => (one.run.startedAt < other.run.startedAt ? 1 : -1))
    .slice(0, MOST_SHOWN);
  const { columns } = runs;
  return section(
    'runs',
    board.sections.runs,
    last.length === 0
      ? markup`<p class="quiet">${board.noRuns}</p>`
      : table(
          board.sections.runs,
          [columns.command, columns.began, columns.took, columns.end],
          last.map(({ run, home }) => rowOf(run, home, reader)),
        ),
  );
}

function rowOf(run: RunWithReport, home: KnownHome, { texts, language }: Reader): Markup[] {
  const { moment, span } = formatsFor(language, home.timezone);
  const endedAt = run.endedAt ?? (run.isRunning ? home.now.toISOString() : undefined);
  const took = endedAt === undefined ? '' : span(Date.parse(endedAt) - Date.parse(run.startedAt));
  const report = run.report === undefined ? undefined : reportOf(run.id, run.report, home);
  return [
    markup`${run.command} ${profileTag(home)}`,
    markup`${moment(run.startedAt)}`,
    markup`${took}`,
    markup`<span class="outcome ${markOfEnd(run)}">${endText(run, texts)}</span>${report}`,
  ];
}

function markOfEnd(run: RunWithReport): string {
  if (!hasEnded(run)) return run.isRunning ? 'recovered' : 'failed';
  return run.exitCode === 0 ? 'created' : 'failed';
}

/** Browsers block links from http to `file:` pages, so the path is shown as text. */
function reportOf(id: string, path: string, { profile }: KnownHome): Markup {
  const words = ['raccord', 'runs', '--open', id];
  const line = [...words, ...(profile === undefined ? [] : ['--profile', profile])];
  return markup`<small><code>${line.map(shellWord).join(' ')}</code></small><small class="path">${path}</small>`;
}
