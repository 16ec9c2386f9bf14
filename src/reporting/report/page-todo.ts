import { markup, type Markup } from './markup.ts';
import { failuresOf, type ReportedFailure } from './run-report.ts';
import { commandsMarkup, siretMarkup, type ReportView } from './report-view.ts';

/** A next step, with all SIRETs that it helps. */
interface Task {
  readonly failure: ReportedFailure;
  readonly commands: readonly string[];
  /** Empty if the step concerns the run itself. */
  readonly articles: readonly { readonly siret: string; readonly id: string }[];
}

/** Maximum number of SIRETs and commands named per step; the section below has all of them. */
const MAX_NAMED = 8;

/** Returns the next steps, each once; those that help most SIRETs come first. */
export function todoSection(view: ReportView): Markup[] {
  const tasks = tasksOf(view);
  if (tasks.length === 0) return [];
  return [
    markup`<section aria-labelledby="todo">
<h2 id="todo">${view.texts.report.sections.todo}</h2>
<ol class="todo">
${tasks.map((task) => itemOf(task, view))}</ol>
</section>
`,
  ];
}

function tasksOf({ report, rows }: ReportView): Task[] {
  const tasks = new Map<string, Task>();
  const add = (failure: ReportedFailure, articles: Task['articles']): void => {
    if (failure.next.trim() === '') return;
    const key = `${failure.code} ${failure.next}`;
    const known = tasks.get(key);
    const all = [...(known?.articles ?? []), ...articles];
    tasks.set(key, {
      failure: known?.failure ?? failure,
      commands: [...new Set([...(known?.commands ?? []), ...(failure.commands ?? [])])],
      articles: all.filter(({ id }, index) => all.findIndex((one) => one.id === id) === index),
    });
  };
  for (const failure of report.failures ?? []) add(failure, []);
  for (const [index, { enrolment }] of rows.filter(({ failed }) => failed).entries()) {
    const article = { siret: enrolment.result.siret, id: `f${index + 1}` };
    for (const failure of failuresOf(enrolment)) add(failure, [article]);
  }
  // Problems of the run itself come first: they block everything else.
  const weight = ({ articles }: Task): number =>
    articles.length === 0 ? Infinity : articles.length;
  return [...tasks.values()].sort((one, other) => weight(other) - weight(one) || 0);
}

function itemOf({ failure, commands, articles }: Task, { texts }: ReportView): Markup {
  const { code, next } = failure;
  const left = articles.length - MAX_NAMED;
  return markup`<li>
<p>${next.trim()}</p>
${commandsMarkup(commands.slice(0, MAX_NAMED))}<p class="quiet"><code>${code}</code> ${articles
    .slice(0, MAX_NAMED)
    .map(({ siret, id }) => markup`<a href="#${id}">${siretMarkup(siret)}</a> `)}${
    left > 0 && texts.report.andMore(left)
  }</p>
</li>
`;
}
