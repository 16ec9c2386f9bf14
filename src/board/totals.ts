import { RESOURCE_STATES, type ResourceState } from '../domain/enrolment.ts';
import { RESOURCES, type Resource } from '../domain/ledger-event.ts';
import { markup, type Markup } from '../reporting/report/markup.ts';
import type { KnownHome } from './board-home.ts';
import { markOf, section } from './parts.ts';
import { hrefOf, type Reader } from './reader.ts';

/** Returns the number of connections and accounts in each state. */
export function totalsSection(homes: readonly KnownHome[], reader: Reader): Markup {
  const { board, report } = reader.texts;
  const known = homes.reduce((sum, { reading }) => sum + reading.standing.known, 0);
  return section('totals', board.sections.totals, [
    known === 0
      ? markup`<p class="quiet">${report.nothing}</p>`
      : markup`<div class="resources">${RESOURCES.map((resource) => resourceTotals(resource, homes, reader))}</div>`,
  ]);
}

function resourceTotals(resource: Resource, homes: readonly KnownHome[], reader: Reader): Markup {
  const { report, status } = reader.texts;
  const states = homes.flatMap(({ reading }) =>
    reading.standing.enrolments.map((enrolment) => enrolment[resource].state),
  );
  const counts = RESOURCE_STATES.map((state) => ({
    state,
    count: states.filter((one) => one === state).length,
  })).filter(({ count }) => count > 0);
  return markup`<div class="resource">
<h3>${report.resourcePlurals[resource]}</h3>
${bar(counts, states.length)}
<ul>${counts.map(
    ({ state, count }) =>
      markup`<li class="outcome ${markOf(state)}"><a href="${hrefOf(reader, '/sirets', { state })}"><b>${count}</b> ${status.states[state]}</a></li>`,
  )}</ul>
</div>
`;
}

function bar(
  counts: readonly { readonly state: ResourceState; readonly count: number }[],
  all: number,
): Markup {
  let before = 0;
  const rects = counts.map(({ state, count }) => {
    const x = ((before / all) * 100).toFixed(2);
    before += count;
    return markup`<rect class="${markOf(state)}" x="${x}" width="${((count / all) * 100).toFixed(2)}" height="4"/>`;
  });
  return markup`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">${rects}</svg>`;
}
