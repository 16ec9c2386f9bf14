import { markup, type Markup } from './markup.ts';
import { siretMarkup, type ReportView } from './report-view.ts';

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
