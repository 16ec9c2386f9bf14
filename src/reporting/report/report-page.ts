import { markup, trusted, type Markup } from './markup.ts';
import { failureSection } from './page-failures.ts';
import { headerOf, totalsSection } from './page-header.ts';
import { indexOf } from './page-index.ts';
import { othersSection } from './page-others.ts';
import { timesSection } from './page-times.ts';
import { todoSection } from './page-todo.ts';
import { PAGE_STYLE } from './page-style.ts';
import type { PagePart, ReportView } from './report-view.ts';

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
  const { all, failed } = totals.sirets;
  const title = `${texts.notify.outcome(report.exitCode, failed, all)} — raccord ${report.command}`;
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
