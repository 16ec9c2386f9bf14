import type { Outcome } from '../../domain/outcome.ts';
import type { ReportRow } from './report-rows.ts';
import { markup, type Markup } from './markup.ts';
import { picturesOf } from './page-pictures.ts';
import { OUTCOMES } from './statistics.ts';
import { siretMarkup, type PagePart, type ReportView } from './report-view.ts';

// On a phone the table's rows are blocks. Browsers then drop the table semantics, so the roles are
// explicit.

/** Returns one row for each SIRET that did not fail. */
export async function* othersSection(view: ReportView): AsyncGenerator<PagePart> {
  const others = view.rows.filter((row) => !row.failed);
  if (others.length === 0) return;
  const { columns, report } = view.texts;
  const heads = [
    columns.siret,
    columns.connection,
    columns.account,
    columns.expires,
    report.duration,
  ];
  yield markup`<section aria-labelledby="others">
<h2 id="others">${others.length === view.rows.length ? report.sections.all : report.sections.others}</h2>
${filterOf(others, view)}<table class="sirets" role="table" aria-labelledby="others">
<thead role="rowgroup"><tr role="row">${heads.map(
    (head) => markup`<th scope="col" role="columnheader">${head}</th>`,
  )}</tr></thead>
`;
  for (const [index, row] of others.entries()) yield* rowOf(row, `o${index + 1}`, view);
  yield markup`</table>
</section>
`;
}

async function* rowOf(row: ReportRow, id: string, view: ReportView): AsyncGenerator<PagePart> {
  const { siret, structureName, connection, account, durationMs } = row.enrolment.result;
  const { texts, formats } = view;
  const { columns, report } = texts;
  const { expiresOn = '' } = account;
  const day = formats.day(expiresOn);
  // A text that is not a date may be of any length and has to wrap.
  const expires = day === expiresOn ? day : markup`<span class="day">${day}</span>`;
  const took = row.doneBefore ? report.doneBefore : formats.span(durationMs);
  yield markup`<tbody role="rowgroup" id="${id}" class="${outcomesOf(row)
    .map((outcome) => `has-${outcome}`)
    .join(' ')}">
<tr role="row">
<th scope="row" role="rowheader">${siretMarkup(siret)}${small(structureName)}</th>
<td role="cell" data-label="${columns.connection}"><span class="outcome ${connection.outcome}">${texts.outcomes[connection.outcome]}</span>${small(connection.applicationName)}</td>
<td role="cell" data-label="${columns.account}"><span class="outcome ${account.outcome}">${texts.outcomes[account.outcome]}</span>${small(account.login)}</td>
<td role="cell" data-label="${columns.expires}">${expires}</td>
<td role="cell" data-label="${report.duration}">${took}</td>
</tr>
`;
  if (!row.doneBefore) {
    yield markup`<tr role="row" class="evidence"><td role="cell" colspan="5">`;
    yield* picturesOf(row, id, view);
    yield markup`</td></tr>\n`;
  }
  yield markup`</tbody>\n`;
}

/** Shorter lists need no filter. */
const MIN_FILTERED_ROWS = 8;

/** Returns a filter of the rows that works without a script: the page's policy allows none. */
function filterOf(others: readonly ReportRow[], { texts }: ReportView): Markup | undefined {
  const { legend, all } = texts.report.show;
  const there = OUTCOMES.map((outcome) => ({
    outcome,
    count: others.filter((row) => outcomesOf(row).includes(outcome)).length,
  })).filter(({ count }) => count > 0 && count < others.length);
  if (others.length < MIN_FILTERED_ROWS || there.length === 0) return undefined;
  const choice = (name: string, word: string, count: number): Markup =>
    markup`<label><input type="radio" name="show" id="show-${name}"${name === 'all' && markup` checked`}> ${word} (${count})</label>\n`;
  return markup`<fieldset class="filter"><legend>${legend}</legend>
${choice('all', all, others.length)}${there.map(({ outcome, count }) =>
    choice(outcome, texts.outcomes[outcome], count),
  )}</fieldset>
`;
}

function outcomesOf({ enrolment: { result } }: ReportRow): Outcome[] {
  return [...new Set([result.connection.outcome, result.account.outcome])];
}

function small(text: string | undefined): Markup | undefined {
  return text === undefined ? undefined : markup`<small>${text}</small>`;
}
