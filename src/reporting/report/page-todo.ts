import { markup, type Markup } from './markup.ts';
import { failuresOf, type ReportedFailure } from './run-report.ts';
import { commandsMarkup, siretMarkup, type ReportView } from './report-view.ts';

/** One thing to do, for all SIRETs that it would help. */
interface Task {
  readonly failure: ReportedFailure;
  readonly commands: readonly string[];
  /** Empty where it is the run's own. */
  readonly articles: readonly { readonly siret: string; readonly id: string }[];
}

/** So many SIRETs and commands of one task are named; all of them stand below. */
const MAX_NAMED = 8;

/** What to do, before anything is read: each thing once, what helps most SIRETs first. */
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
  // What the run itself met comes first: nothing else goes well before.
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
