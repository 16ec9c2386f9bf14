import type { Gathered } from './gather.ts';
import { markup, type Markup } from './markup.ts';
import { picturesOf } from './page-pictures.ts';
import { siretMarkup, type PagePart, type ReportView } from './view.ts';

// A phone shows the table's rows as blocks. Browsers then forget that it is a table, so the roles
// are written out.

/** Every SIRET that did not fail, a row each. */
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
<table class="sirets" role="table" aria-labelledby="others">
<thead role="rowgroup"><tr role="row">${heads.map(
    (head) => markup`<th scope="col" role="columnheader">${head}</th>`,
  )}</tr></thead>
`;
  for (const [index, row] of others.entries()) yield* rowOf(row, `o${index + 1}`, view);
  yield markup`</table>
</section>
`;
}

async function* rowOf(row: Gathered, id: string, view: ReportView): AsyncGenerator<PagePart> {
  const { siret, structureName, connection, account, durationMs } = row.enrolment.result;
  const { texts, formats } = view;
  const { columns, report } = texts;
  const expires = account.expiresOn === undefined ? '' : formats.day(account.expiresOn);
  const took = row.doneBefore ? report.doneBefore : formats.span(durationMs);
  yield markup`<tbody role="rowgroup" id="${id}">
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

function small(text: string | undefined): Markup | undefined {
  return text === undefined ? undefined : markup`<small>${text}</small>`;
}
