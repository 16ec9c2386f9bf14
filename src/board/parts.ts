import type { ResourceState } from '../domain/enrolment.ts';
import { markup, type Markup, type MarkupPart } from '../reporting/report/markup.ts';
import { siretMarkup } from '../reporting/report/report-view.ts';
import type { BoardHome, Todo } from './board-home.ts';
import { hrefOf, type Reader } from './reader.ts';

/** Maximum number of SIRETs named for one action. */
const MAX_NAMED = 6;

/** Returns a section with its heading. */
export function section(id: string, heading: string, content: MarkupPart): Markup {
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${heading}</h2>
${content}
</section>
`;
}

/** Returns a link to the page of a SIRET, or only its number if it has no page yet. */
export function siretLink(siret: string, home: BoardHome, reader: Reader): Markup {
  const { profile, reading } = home;
  const hasPage =
    reading.kind === 'known' && reading.standing.enrolments.some((one) => one.siret === siret);
  if (!hasPage) return siretMarkup(siret);
  return markup`<a href="${hrefOf(reader, `/sirets/${siret}`, { profile })}">${siretMarkup(siret)}</a>`;
}

/** Returns the name of a home's profile, or `undefined` if it has no profile. */
export function profileTag({ profile }: BoardHome): Markup | undefined {
  return profile === undefined ? undefined : markup`<span class="tag">${profile}</span>`;
}

/** Returns commands to copy, one per line. */
export function commandsOf(commands: readonly string[]): Markup | undefined {
  if (commands.length === 0) return undefined;
  // Each in a block of its own, whose hanging indent shows where a long command goes on.
  return markup`<pre class="command">${commands.map(
    (command) => markup`<code>${command}\n</code>`,
  )}</pre>\n`;
}

/** Returns a required action with the commands to type. */
export function todoItem(
  { what, more, commands, sirets, filter }: Todo,
  home: BoardHome,
  reader: Reader,
): Markup {
  return markup`<li>
<p>${what} ${profileTag(home)}</p>
${more !== undefined && markup`<p class="quiet">${more}</p>\n`}${commandsOf(commands)}${
    sirets.length > 0 && namedSirets(sirets, filter, home, reader)
  }</li>
`;
}

/** Returns the first SIRETs and a link to all of them. */
function namedSirets(
  sirets: Todo['sirets'],
  state: string | undefined,
  home: BoardHome,
  reader: Reader,
): Markup {
  const { profile } = home;
  const left = sirets.length - MAX_NAMED;
  const href = hrefOf(reader, '/sirets', { state, profile });
  return markup`<p class="quiet">${sirets
    .slice(0, MAX_NAMED)
    .map((siret) => markup`${siretLink(siret, home, reader)} `)}${
    left > 0 && markup`<a href="${href}">${reader.texts.board.others(left)}</a>`
  }</p>
`;
}

/** CSS class of each state: good, open, bad or neutral. */
const MARKS: Readonly<Record<ResourceState, string>> = {
  unread: 'skipped',
  absent: 'skipped',
  existing: 'existing',
  sealed: 'recovered',
  intended: 'recovered',
  accepted: 'created',
  done: 'created',
  refused: 'failed',
  unproven: 'unproven',
  doubtful: 'unproven',
};

/** Returns the CSS class that colours a state. */
export function markOf(state: ResourceState): string {
  return MARKS[state];
}

/** Returns a definition list of the facts whose value is known. */
export function facts(known: readonly (readonly [string, Markup | string | undefined])[]): Markup {
  return markup`<dl class="facts">
${known.map(
  ([label, value]) =>
    value !== undefined && value !== '' && markup`<div><dt>${label}</dt><dd>${value}</dd></div>\n`,
)}</dl>`;
}

/** Returns a table whose rows are blocks on a phone; ARIA roles keep it a table there. */
export function table(
  label: string,
  heads: readonly string[],
  rows: readonly (readonly (Markup | string | undefined)[])[],
): Markup {
  return markup`<table class="list" role="table" aria-label="${label}">
<thead role="rowgroup"><tr role="row">${heads.map(
    (head) => markup`<th scope="col" role="columnheader">${head}</th>`,
  )}</tr></thead>
<tbody role="rowgroup">
${rows.map(
  ([first, ...cells]) =>
    markup`<tr role="row"><th scope="row" role="rowheader">${first}</th>${cells.map(
      (cell, index) => markup`<td role="cell" data-label="${heads[index + 1]}">${cell}</td>`,
    )}</tr>\n`,
)}</tbody>
</table>
`;
}
