import { isAbsolute, relative, sep } from 'node:path';
import type { ReportRow } from './report-rows.ts';
import { markup, type Markup } from './markup.ts';
import { readPicture, type Picture } from './pictures.ts';
import type { PagePart, ReportView } from './report-view.ts';

/**
 * Returns the pictures of one SIRET, collapsed: embedded as far as the size limit allows, otherwise
 * linked. A missing picture is reported.
 */
export async function* picturesOf(
  row: ReportRow,
  id: string,
  view: ReportView,
): AsyncGenerator<PagePart> {
  const { pictures: texts } = view.texts.report;
  const { siret, evidence } = row.enrolment.result;
  const there = row.pictures.filter(({ state }) => state.kind === 'there');
  if (row.log === 'missing') yield markup`<p class="quiet">${texts.noLog}</p>`;
  if (row.log === 'damaged') yield markup`<p class="quiet">${texts.damaged}</p>`;
  if (row.pictures.length === 0) return;
  yield markup`<details class="pictures"><summary>${
    there.length === row.pictures.length
      ? texts.summary(there.length)
      : texts.some(there.length, row.pictures.length)
  }<span class="unseen"> (${siret})</span></summary>
<ol>
`;
  for (const [index, picture] of row.pictures.entries()) {
    yield* itemOf(picture, { row: id, item: `${id}-${index + 1}` }, view);
  }
  yield markup`</ol>
${
  there.some((picture) => !view.embedded.has(picture)) &&
  markup`<p class="quiet">${texts.notInside} <span class="path">${evidence}</span></p>`
}</details>
`;
}

interface Places {
  readonly row: string;
  readonly item: string;
}

async function* itemOf(
  picture: Picture,
  { row, item }: Places,
  view: ReportView,
): AsyncGenerator<PagePart> {
  const { steps, report } = view.texts;
  const { pictures: texts } = report;
  const step = steps[picture.step];
  const { state } = picture;
  const read =
    state.kind === 'there' && view.embedded.has(picture)
      ? await readPicture(state.path)
      : undefined;
  yield markup`<li id="${item}"${picture.failed && markup` class="failed"`}>`;
  if (read !== undefined) {
    const alternative = picture.failed ? texts.alternativeFailed(step) : texts.alternative(step);
    yield markup`<a class="enlarge" href="#${item}" aria-label="${texts.enlarge(step)}"><img alt="${alternative}" width="${read.width}" height="${read.height}" src="data:image/png;base64,`;
    yield read;
    yield markup`"></a>`;
  } else {
    yield markup`<p class="gap">${insteadOf(picture, view)}</p>`;
  }
  yield markup`<p class="caption">${step}${
    picture.failed && markup` <span class="outcome failed">${texts.failed}</span>`
  }${read !== undefined && markup` <a class="reduce" href="#${row}">${texts.reduce}</a>`}</p></li>
`;
}

/** Returns the placeholder for a picture that is not embedded. */
function insteadOf(picture: Picture, { texts, folder, embedded }: ReportView): Markup {
  const { steps, report } = texts;
  const { state, step } = picture;
  if (state.kind === 'withheld') {
    const { reason } = state;
    return markup`${report.pictures.withheld(report.pictures.reasons[reason] ?? reason)}`;
  }
  if (state.kind === 'missing' || embedded.has(picture)) return markup`${report.pictures.missing}`;
  const path = relative(folder, state.path);
  // A path on another drive cannot be linked relatively.
  if (isAbsolute(path)) return markup`<span class="path">${state.path}</span>`;
  const address = path.split(sep).map(encodeURIComponent).join('/');
  return markup`<a href="${address}">${report.pictures.linked}<span class="unseen"> ${steps[step]}</span></a>`;
}
