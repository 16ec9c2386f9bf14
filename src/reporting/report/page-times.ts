import { markup, type Markup } from './markup.ts';
import type { ReportView } from './report-view.ts';

/** Returns the duration of each step: a bar to the median, a thin line to p95, and the numbers. */
export function timesSection({ times, texts, formats }: ReportView): Markup[] {
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
