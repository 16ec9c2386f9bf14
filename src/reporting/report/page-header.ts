import { RESOURCES, type Resource } from '../../domain/ledger-event.ts';
import { markup, type Markup } from './markup.ts';
import { OUTCOMES } from './statistics.ts';
import { siretMarkup, type ReportView } from './report-view.ts';

/** Returns the outcome of the run, its place and time, and the reason if it stopped early. */
export function headerOf(view: ReportView): Markup {
  const { report, totals, texts, formats } = view;
  const { labels } = texts.notify;
  const { startedAt, endedAt, timezone } = report;
  const facts = [
    [labels.portal, report.portal, texts.environments[report.environment]],
    [labels.began, formats.moment(startedAt), timezone],
    [labels.ended, formats.moment(endedAt), ''],
    [labels.took, formats.span(Date.parse(endedAt) - Date.parse(startedAt)), ''],
  ] as const;
  return markup`<header>
<p class="kicker">raccord ${report.command}</p>
<h1>${texts.notify.outcome(report.exitCode, totals.sirets, 'sirets')}</h1>
${stopOf(view)}
<dl class="facts">
${facts.map(
  ([label, value, more]) =>
    markup`<div><dt>${label}</dt><dd>${value}${more !== '' && markup` <small>${more}</small>`}</dd></div>\n`,
)}</dl>
${contentsOf(view)}
</header>
`;
}

function stopOf({ report, texts }: ReportView): Markup | undefined {
  const { stoppedBecause, notReached = 0 } = report;
  if (stoppedBecause === undefined && notReached === 0) return undefined;
  return markup`<p class="stopped"><strong>${stoppedBecause ?? texts.report.stopped}</strong> ${
    notReached > 0 && texts.report.notReached(notReached)
  }</p>`;
}

/** Returns a table of contents; only for long reports. */
function contentsOf({ report, rows, times, texts }: ReportView): Markup | undefined {
  const { contents, sections } = texts.report;
  const failed = rows.filter((row) => row.failed).length;
  const failures = failed + (report.failures?.length ?? 0);
  const links = [
    failures > 0 && markup`<a href="#failures">${sections.failures} (${failures})</a>`,
    rows.length > failed &&
      markup`<a href="#others">${sections.others} (${rows.length - failed})</a>`,
    times.length > 0 && markup`<a href="#times">${sections.steps}</a>`,
  ].filter((link) => link !== false);
  if (links.length < 2) return undefined;
  return markup`<nav aria-label="${contents}"><ul>${links.map((link) => markup`<li>${link}</li>`)}</ul></nav>`;
}

/** Returns the number of connections and accounts by outcome. */
export function totalsSection(view: ReportView): Markup {
  const { totals, texts } = view;
  const { sections, nothing } = texts.report;
  return markup`<section aria-labelledby="totals">
<h2 id="totals">${sections.totals}</h2>
${
  totals.sirets.all === 0
    ? markup`<p class="quiet">${nothing}</p>`
    : markup`<div class="resources">${RESOURCES.map((resource) => resourceTotals(resource, view))}</div>`
}
</section>
`;
}

function resourceTotals(resource: Resource, { totals, texts }: ReportView): Markup {
  const counts = OUTCOMES.map((outcome) => ({ outcome, count: totals[resource][outcome] })).filter(
    ({ count }) => count > 0,
  );
  return markup`<div class="resource">
<h3>${texts.report.resourcePlurals[resource]}</h3>
<div class="shares" aria-hidden="true">${counts.map(
    ({ outcome, count }) => markup`<i class="${outcome}" style="flex-grow:${count}"></i>`,
  )}</div>
<ul>${counts.map(
    ({ outcome, count }) =>
      markup`<li class="outcome ${outcome}"><b>${count}</b> ${texts.report.counted[outcome](count)}</li>`,
  )}</ul>
</div>
`;
}

/** Shorter lists need no index. */
const FEWEST_LISTED = 8;

/** Returns all SIRETs in order, with links to their results: the report is in the order of work. */
export function indexOf({ rows, texts }: ReportView): Markup | undefined {
  if (rows.length < FEWEST_LISTED) return undefined;
  const failed = rows.filter((row) => row.failed);
  const others = rows.filter((row) => !row.failed);
  const entries = [
    ...failed.map(({ enrolment }, index) => ({
      ...enrolment.result,
      id: `f${index + 1}`,
      isHealthy: false,
    })),
    ...others.map(({ enrolment }, index) => ({
      ...enrolment.result,
      id: `o${index + 1}`,
      isHealthy: true,
    })),
  ].sort((one, other) => (one.siret < other.siret ? -1 : 1));
  const { index } = texts.report;
  return markup`<details class="index"><summary>${index.summary(entries.length)}</summary>
<p class="quiet">${index.note}</p>
<ul>${entries.map(
    ({ siret, structureName, id, isHealthy }) =>
      markup`<li><a href="#${id}">${siretMarkup(siret)}</a>${
        !isHealthy && markup` <span class="outcome failed">${index.lookAt}</span>`
      }${structureName !== undefined && markup` <small>${structureName}</small>`}</li>\n`,
  )}</ul>
</details>
`;
}
