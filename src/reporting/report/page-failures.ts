import { RESOURCES } from '../../domain/ledger-event.ts';
import { accountWord } from '../../messages/account-word.ts';
import type { ReportRow } from './report-rows.ts';
import { markup, type Markup } from './markup.ts';
import { picturesOf } from './page-pictures.ts';
import { failuresOf, type LaterFailure } from './run-report.ts';
import {
  commandsMarkup,
  siretMarkup,
  siretsMarkup,
  type PagePart,
  type ReportView,
} from './report-view.ts';

/** Longer texts from the portal are collapsed: a list of 300 options hides the next step. */
const MAX_SHOWN_LENGTH = 420;

/** Failures with one cause, at one or several places. */
type Cause = readonly [LaterFailure, ...LaterFailure[]];

/** Returns the failures after the work and those of each SIRET, with their next steps. */
export async function* failureSection(view: ReportView): AsyncGenerator<PagePart> {
  const { report, rows, texts } = view;
  const failed = rows.filter((row) => row.failed);
  const afterwards = report.failures ?? [];
  if (failed.length === 0 && afterwards.length === 0) return;
  yield markup`<section aria-labelledby="failures">
<h2 id="failures">${texts.report.sections.failures}</h2>
`;
  if (afterwards.length > 0) {
    yield markup`<article class="failure">
<div class="who"><h3>${texts.notify.labels.afterwards}</h3></div>
<div class="why">${afterwards.map((failure) => causeOf([failure], view))}</div>
</article>
`;
  }
  for (const [index, row] of failed.entries()) yield* articleOf(row, `f${index + 1}`, view);
  yield markup`</section>\n`;
}

async function* articleOf(row: ReportRow, id: string, view: ReportView): AsyncGenerator<PagePart> {
  const { result } = row.enrolment;
  yield markup`<article class="failure" id="${id}" aria-labelledby="${id}-name">
<div class="who">
<h3 id="${id}-name">${siretMarkup(result.siret)}</h3>
${result.structureName !== undefined && markup`<p class="name">${result.structureName}</p>`}
${statesOf(row, view)}
</div>
<div class="why">
${distinctCauses(failuresOf(row.enrolment)).map((failures) => causeOf(failures, view))}
`;
  if (!row.doneBefore) yield* picturesOf(row, id, view);
  yield markup`</div>
</article>
`;
}

/** Returns the outcome of connection and account. */
function statesOf({ enrolment }: ReportRow, { texts, formats }: ReportView): Markup {
  const { result } = enrolment;
  const words = {
    connection: texts.outcomes[result.connection.outcome],
    account: accountWord(result.account, texts),
  };
  const names = { connection: result.connection.applicationName, account: result.account.login };
  return markup`<dl>
${RESOURCES.map((resource) => {
  const { outcome } = result[resource];
  const name = names[resource];
  return markup`<div><dt>${texts.report.resources[resource]}</dt><dd><span class="outcome ${outcome}">${words[resource]}</span>${
    name !== undefined && markup`<small>${name}</small>`
  }</dd></div>
`;
})}<div><dt>${texts.report.duration}</dt><dd>${formats.span(result.durationMs)}</dd></div>
</dl>`;
}

/** Groups failures by cause: a cause of both resources is shown once, with both pages. */
function distinctCauses(failures: readonly LaterFailure[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const failure of failures) {
    const key = [failure.code, failure.what, failure.next].join('\n');
    const known = causes.get(key);
    causes.set(key, known === undefined ? [failure] : [...known, failure]);
  }
  return [...causes.values()];
}

function placeOf({ resource, step }: LaterFailure, { report, steps }: ReportView['texts']): string {
  const parts = [
    resource !== undefined && report.resources[resource],
    step !== undefined && steps[step],
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

function causeOf(failures: Cause, { texts }: ReportView): Markup {
  const [{ code, what, expected, found, next, commands, sirets = [] }] = failures;
  const places = failures.map((one) => placeOf(one, texts)).filter((place) => place !== '');
  const { errorLabels: labels } = texts;
  const told = (
    label: string,
    text: string | undefined,
    kind = '',
    own?: readonly string[],
  ): Markup | undefined =>
    text === undefined || text.trim() === ''
      ? undefined
      : markup`<dt class="${kind}">${label.trim()}</dt><dd>${foldedText(text, texts)}${commandsMarkup(own)}</dd>\n`;
  return markup`<div class="cause">
<p class="what">${what}</p>
<p class="place"><code>${code}</code>${places.length > 0 && markup` <span>${places.join('; ')}</span>`} ${siretsMarkup(
    sirets.map((siret) => ({ siret })),
    texts,
  )}</p>
<dl>
${told(labels.next, next, 'next', commands)}${told(labels.expected, expected)}${told(labels.found, found)}</dl>
</div>
`;
}

function foldedText(text: string, { report }: ReportView['texts']): Markup {
  const shown = text.trim();
  if (shown.length <= MAX_SHOWN_LENGTH) return markup`${withFlags(shown)}`;
  const first = shown.slice(0, MAX_SHOWN_LENGTH - 80).toWellFormed();
  return markup`${first}…<details class="whole"><summary>${report.allOfIt(shown.length)}</summary>${shown}</details>`;
}

/** Prevents line breaks at the hyphens of command line flags. */
function withFlags(text: string): Markup[] {
  return text
    .split(/(--[a-z][a-z-]{1,20})(?![a-z-])/u)
    .map((part, index) =>
      index % 2 === 1 ? markup`<code class="flag">${part}</code>` : markup`${part}`,
    );
}
