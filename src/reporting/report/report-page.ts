import { markup, trusted, type Markup } from './markup.ts';
import { failureSection } from './page-failures.ts';
import { headerOf, totalsSection, indexOf } from './page-header.ts';
import { othersSection } from './page-others.ts';
import { PAGE_STYLE } from './page-style.ts';
import {
  commandsMarkup,
  MAX_NAMED,
  siretsMarkup,
  type NamedSiret,
  type PagePart,
  type ReportView,
} from './report-view.ts';
import { failuresOf, type LaterFailure } from './run-report.ts';

/** Forbids loading, running and sending anything. */
const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** Yields the page in parts, so that only one picture is in memory at a time. */
export async function* pageOf(view: ReportView): AsyncGenerator<PagePart> {
  yield* [start(view), headerOf(view), markup`<main>${indexOf(view)}`];
  yield* todoSection(view);
  yield totalsSection(view);
  yield* failureSection(view);
  yield* othersSection(view);
  yield* timesSection(view);
  yield* [markup`</main>`, footerOf(view), markup`</body></html>\n`];
}

function start({ report, totals, texts }: ReportView): Markup {
  const title = `${texts.notify.outcome(report.exitCode, totals.sirets, 'sirets')} — raccord ${report.command}`;
  return markup`${trusted('<!doctype html>')}
<html lang="${report.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
`;
}

function footerOf({ report, texts }: ReportView): Markup {
  const { footer } = texts.report;
  const link = (file: string) => markup`<a href="${file}">${file}</a>`;
  return markup`<footer>
<p>${footer.noSecret}</p>
<p>${footer.files} ${link('report.csv')}, ${link('report.json')}, ${link('junit.xml')}</p>
<p>raccord ${report.version} · ${footer.run} ${report.runId} · ${texts.notify.labels.exitCode} ${report.exitCode}</p>
</footer>
`;
}

/** Returns the duration of each step: a bar to the median, a thin line to p95, and the numbers. */
function timesSection({ times, texts, formats }: ReportView): Markup[] {
  if (times.length === 0) return [];
  const { times: words, sections } = texts.report;
  const longest = Math.max(...times.map(({ p95Ms }) => p95Ms), 1);
  const share = (milliseconds: number): string => ((milliseconds / longest) * 100).toFixed(1);
  const heads = [words.step, words.spread, words.median, words.p95, words.longest, words.count];
  return [
    markup`<section aria-labelledby="times">
<h2 id="times">${sections.steps}</h2>
<table class="times" role="table" aria-labelledby="times" aria-describedby="times-note">
<thead role="rowgroup"><tr role="row">${heads.map(
      (head, index) =>
        markup`<th scope="col" role="columnheader"${index === 1 && markup` aria-hidden="true"`}>${head}</th>`,
    )}</tr></thead>
<tbody role="rowgroup">
${times.map(
  ({ step, count, medianMs, p95Ms, longestMs }) => markup`<tr role="row">
<th scope="row" role="rowheader">${texts.steps[step]}</th>
<td class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false"><rect class="line" y="4.25" height="1.5" width="${share(p95Ms)}"/><rect class="median" height="10" width="${share(medianMs)}"/></svg></td>
<td role="cell" data-label="${words.median}">${formats.span(medianMs)}</td>
<td role="cell" data-label="${words.p95}">${formats.span(p95Ms)}</td>
<td role="cell" data-label="${words.longest}">${formats.span(longestMs)}</td>
<td role="cell" data-label="${words.count}">${count}</td>
</tr>
`,
)}</tbody>
</table>
<p class="quiet" id="times-note">${words.note}</p>
</section>
`,
  ];
}

/** A next step, with all SIRETs that it helps. */
interface Task {
  readonly failure: LaterFailure;
  readonly commands: readonly string[];
  /** Empty if the step concerns the run itself. */
  readonly articles: readonly NamedSiret[];
}

/** Returns the next steps, each once; those that help most SIRETs come first. */
function todoSection(view: ReportView): Markup[] {
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
  const add = (failure: LaterFailure, articles: Task['articles']): void => {
    if (failure.next.trim() === '') return;
    const key = `${failure.code} ${failure.next}`;
    const known = tasks.get(key);
    const all = [...(known?.articles ?? []), ...articles];
    tasks.set(key, {
      failure: known?.failure ?? failure,
      commands: [...new Set([...(known?.commands ?? []), ...(failure.commands ?? [])])],
      articles: all.filter(
        ({ siret }, index) => all.findIndex((one) => one.siret === siret) === index,
      ),
    });
  };
  for (const failure of report.failures ?? []) {
    add(failure, failure.sirets?.map((siret) => ({ siret })) ?? []);
  }
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
  return markup`<li>
<p>${next.trim()}</p>
${commandsMarkup(commands.slice(0, MAX_NAMED))}<p class="quiet"><code>${code}</code> ${siretsMarkup(articles, texts)}</p>
</li>
`;
}
