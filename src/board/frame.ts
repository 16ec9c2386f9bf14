import { markup, trusted, type Markup, type MarkupPart } from '../reporting/report/markup.ts';
import { replaceUnsafeCharacters, typeset } from '../reporting/report/safe-text.ts';
import { hrefOf, type Reader } from './reader.ts';
import { STYLE_PATH, USUAL_REFRESH_S } from './route.ts';

export interface PageParts {
  readonly title: string;
  /** Defaults to the title. */
  readonly heading?: Markup;
  /** Shown above the heading. */
  readonly kicker: Markup | string;
  /** Shown below the heading. */
  readonly facts?: Markup;
  readonly content: MarkupPart;
  /** Path and query of the current page. */
  readonly here: { readonly path: string; readonly query?: Readonly<Record<string, string>> };
}

/** Forbids external resources, scripts and embedding in other pages. */
export const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Returns a complete page. */
export function framed(parts: PageParts, reader: Reader): string {
  const { title, heading = title, kicker, facts, content, here } = parts;
  const { texts, language } = reader;
  const page = markup`${trusted('<!doctype html>')}
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${STYLE_PATH}">
<title>${title} — raccord board</title>
</head>
<body>
<a class="skip" href="#content">${texts.board.skip}</a>
<header>
<div class="top">
<p class="kicker">${kicker}</p>
${navigation(here.path, reader)}</div>
<h1>${heading}</h1>
${facts}
</header>
<main id="content">
${content}</main>
${footer(here, reader)}
</body>
</html>
`;
  return typeset(replaceUnsafeCharacters(page.text), language);
}

function navigation(path: string, reader: Reader): Markup {
  const { board } = reader.texts;
  const link = (to: string, words: string): Markup =>
    markup`<li><a href="${hrefOf(reader, to)}"${path === to && markup` aria-current="page"`}>${words}</a></li>`;
  return markup`<nav aria-label="${board.pages}"><ul>${link('/', board.home)}${link('/sirets', board.sirets)}</ul></nav>
`;
}

function footer({ path, query = {} }: PageParts['here'], reader: Reader): Markup {
  const { footer: words } = reader.texts.board;
  const { refresh, ...still } = reader;
  const other = refresh === undefined ? { ...still, refresh: USUAL_REFRESH_S } : still;
  const label = refresh === undefined ? words.refresh(USUAL_REFRESH_S) : words.still;
  const href = hrefOf(other, path, query);
  return markup`<footer>
<p>${words.readOnly}</p>
<p><a href="${href}">${label}</a></p>
<p>${words.programs} <a href="/healthz">/healthz</a>, <a href="/metrics">/metrics</a></p>
</footer>`;
}

/** Returns a page that explains why another page is not shown. */
export function refusalPage(status: keyof Reader['texts']['board']['refusals'], reader: Reader) {
  const { refusals } = reader.texts.board;
  return framed(
    {
      title: refusals[status],
      kicker: `raccord board · ${status}`,
      content: [],
      here: { path: '/' },
    },
    reader,
  );
}
