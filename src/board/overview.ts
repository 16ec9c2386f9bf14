import { markup, type Markup } from '../reporting/report/markup.ts';
import { formatsFor } from '../reporting/report/value-formats.ts';
import { framed } from './frame.ts';
import { isKnown, type BoardHome, type KnownHome } from './board-home.ts';
import { commandsOf, facts, section, todoItem, markOf, profileTag, table } from './parts.ts';
import { passwordsSection } from './passwords.ts';
import { type Reader, hrefOf } from './reader.ts';
import { queueSection } from './queue-section.ts';
import { workingSection } from './working.ts';
import { RESOURCE_STATES, type ResourceState } from '../domain/enrolment.ts';
import { RESOURCES, type Resource } from '../domain/ledger-event.ts';
import { shellWord } from '../domain/raccord-command.ts';
import { hasEnded } from '../ledger/journals/run-rows.ts';
import { endText, type RunWithReport } from '../status/runs-with-reports.ts';

/** Returns the home page: required actions, current work and overall state. */
export function overviewPage(homes: readonly BoardHome[], reader: Reader): string {
  const { board } = reader.texts;
  const known = homes.filter(isKnown);
  return framed(
    {
      title: verdictOf(homes, reader),
      kicker: 'raccord board',
      facts: factsOf(homes, reader),
      content: [
        todoSection(homes, reader),
        ...(known.length === 0 ? [] : partsOf(known, reader)),
        ...(homes.every(isUntouched)
          ? [
              markup`<section><p>${board.noneYet}</p>${commandsOf(['raccord init', 'raccord batch --input roster.csv'])}</section>`,
            ]
          : []),
      ],
      here: { path: '/' },
    },
    reader,
  );
}

function partsOf(known: readonly KnownHome[], reader: Reader): Markup[] {
  return [
    workingSection(known, reader),
    ...queueSection(known, reader),
    totalsSection(known, reader),
    passwordsSection(known, reader),
    runsSection(known, reader),
  ];
}

function verdictOf(homes: readonly BoardHome[], { texts: { board } }: Reader): string {
  const { verdict } = board;
  if (homes.some(({ reading }) => reading.kind === 'unreadable')) return verdict.unreadable;
  const count = homes.reduce((sum, { todos }) => sum + todos.length, 0);
  if (count > 0) return verdict.todo(count);
  return homes.every(isUntouched) ? verdict.none : verdict.nothing;
}

function isUntouched({ reading }: BoardHome): boolean {
  return reading.kind === 'none' && reading.unlisted === 0;
}

function factsOf(homes: readonly BoardHome[], { texts, language }: Reader): Markup {
  const [first] = homes;
  if (first === undefined) return facts([]);
  const { moment } = formatsFor(language, first.timezone);
  const portals = new Set(
    homes.map(({ portal, environment }) => `${portal} (${texts.environments[environment]})`),
  );
  const profiles = homes.flatMap(({ profile }) => profile ?? []);
  return facts([
    [texts.notify.labels.portal, [...portals].join(', ')],
    profiles.length > 0
      ? [profiles.length === 1 ? texts.board.profile : texts.board.profiles, profiles.join(', ')]
      : [texts.board.ofHome, first.folder],
    [texts.board.readAt, moment(first.now.toISOString())],
  ]);
}

function todoSection(homes: readonly BoardHome[], reader: Reader): Markup {
  const { board } = reader.texts;
  const items = homes.flatMap((home) => home.todos.map((todo) => todoItem(todo, home, reader)));
  if (items.length === 0) return markup``;
  return section('todo', board.sections.todo, markup`<ol class="todo">\n${items}</ol>`);
}

/** Returns the number of connections and accounts in each state. */
function totalsSection(homes: readonly KnownHome[], reader: Reader): Markup {
  const { board, report } = reader.texts;
  const known = homes.reduce((sum, { reading }) => sum + reading.standing.known, 0);
  return section('totals', board.sections.totals, [
    known === 0
      ? markup`<p class="quiet">${report.nothing}</p>`
      : markup`<div class="resources">${RESOURCES.map((resource) => resourceTotals(resource, homes, reader))}</div>`,
  ]);
}

function resourceTotals(resource: Resource, homes: readonly KnownHome[], reader: Reader): Markup {
  const { report, status } = reader.texts;
  const states = homes.flatMap(({ reading }) =>
    reading.standing.enrolments.map((enrolment) => enrolment[resource].state),
  );
  const counts = RESOURCE_STATES.map((state) => ({
    state,
    count: states.filter((one) => one === state).length,
  })).filter(({ count }) => count > 0);
  return markup`<div class="resource">
<h3>${report.resourcePlurals[resource]}</h3>
${bar(counts, states.length)}
<ul>${counts.map(
    ({ state, count }) =>
      markup`<li class="outcome ${markOf(state)}"><a href="${hrefOf(reader, '/sirets', { state })}"><b>${count}</b> ${status.states[state]}</a></li>`,
  )}</ul>
</div>
`;
}

function bar(
  counts: readonly { readonly state: ResourceState; readonly count: number }[],
  all: number,
): Markup {
  let before = 0;
  const rects = counts.map(({ state, count }) => {
    const x = ((before / all) * 100).toFixed(2);
    before += count;
    return markup`<rect class="${markOf(state)}" x="${x}" width="${((count / all) * 100).toFixed(2)}" height="4"/>`;
  });
  return markup`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">${rects}</svg>`;
}

/** Maximum number of runs shown. */
const MOST_SHOWN = 10;

/** Returns the outcome of the last runs, with links to their reports. */
function runsSection(homes: readonly KnownHome[], reader: Reader): Markup {
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
