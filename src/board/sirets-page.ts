import { knownAccountRow, type Enrolment, accountCredential } from '../domain/enrolment.ts';
import type { Resource } from '../domain/ledger-event.ts';
import { markup, type Markup } from '../reporting/report/markup.ts';
import { formatsFor } from '../reporting/report/value-formats.ts';
import { applicationOf, shownOf } from '../status/resource-view.ts';
import { framed } from './frame.ts';
import { isKnown, type BoardHome, type KnownHome } from './board-home.ts';
import { expiryText } from './passwords.ts';
import { markOf, profileTag, siretLink, table } from './parts.ts';
import { hrefOf, type Reader } from './reader.ts';
import type { WantedSirets } from './route.ts';
import { filtered, OPEN_FILTERS, pageOf, STATE_FILTERS, type Page } from './siret-filter.ts';

const PAGE_SIZE = 50;

/** A SIRET with its home. */
interface Row {
  readonly home: KnownHome;
  readonly enrolment: Enrolment;
}

/** Returns one page of all SIRETs, or of those that match the filter. */
export function siretsPage(
  homes: readonly BoardHome[],
  asked: WantedSirets,
  reader: Reader,
): string {
  const { board } = reader.texts;
  // SIRETs belong to a ledger, which several profiles may share.
  const shownBy = homes.find(({ profile }) => profile === asked.profile)?.shownBy;
  const wanted = shownBy === undefined ? asked : { ...asked, profile: shownBy };
  const known = homes.filter(isKnown);
  const rows = known
    .filter(({ profile }) => wanted.profile === undefined || profile === wanted.profile)
    .flatMap((home) =>
      filtered(home.reading.standing, wanted, home.now).map((enrolment) => ({ home, enrolment })),
    );
  const all = known.reduce((sum, { reading }) => sum + reading.standing.known, 0);
  const page = pageOf(rows, wanted.page, PAGE_SIZE);
  return framed(
    {
      title: board.filter.found(rows.length, all),
      kicker: 'raccord board',
      content: [
        filterForm(homes, wanted, reader),
        rows.length === 0
          ? markup`<p class="quiet">${board.filter.none}</p>`
          : rowsTable(page.shown, reader),
        pagination(page, wanted, reader),
      ],
      here: { path: '/sirets', query: queryOf(wanted) },
    },
    reader,
  );
}

function queryOf({ siret, state, profile, page }: WantedSirets): Record<string, string> {
  return {
    ...(siret !== undefined && { siret }),
    ...(state !== undefined && { state }),
    ...(profile !== undefined && { profile }),
    ...(page > 1 && { page: String(page) }),
  };
}

function filterForm(
  homes: readonly BoardHome[],
  { siret, state, profile }: WantedSirets,
  reader: Reader,
): Markup {
  const { board, status } = reader.texts;
  const { filter: words } = board;
  const option = (value: string, text: string, chosen: string | undefined): Markup =>
    markup`<option value="${value}"${value === (chosen ?? '') && markup` selected`}>${text}</option>`;
  const profiles = homes.flatMap((home) =>
    home.shownBy === undefined ? (home.profile ?? []) : [],
  );
  const isFiltered = siret !== undefined || state !== undefined || profile !== undefined;
  return markup`<form class="find" action="/sirets" method="get" aria-label="${words.legend}">
<p><label for="siret">${words.siret}</label><input id="siret" name="siret" inputmode="numeric" maxlength="20" autocomplete="off" value="${siret ?? ''}"></p>
<p><label for="state">${words.state}</label><select id="state" name="state">${option('', words.any, state)}<optgroup label="${board.sections.todo}">${OPEN_FILTERS.map(
    (one) => option(one, words.open[one], state),
  )}</optgroup><optgroup label="${words.state}">${STATE_FILTERS.map((one) =>
    option(one, status.states[one], state),
  )}</optgroup></select></p>
${
  profiles.length > 1 &&
  markup`<p><label for="profile">${board.profile}</label><select id="profile" name="profile">${option('', words.any, profile)}${profiles.map(
    (one) => option(one, one, profile),
  )}</select></p>\n`
}${reader.refresh !== undefined && markup`<input type="hidden" name="refresh" value="${reader.refresh}">`}<p><button>${words.submit}</button>${isFiltered && markup` <a href="${hrefOf(reader, '/sirets')}">${words.clear}</a>`}</p>
</form>
`;
}

function rowsTable(rows: readonly Row[], reader: Reader): Markup {
  const { columns, status, board } = reader.texts;
  const anyFailed = rows.some(({ enrolment }) => enrolment.failures.length > 0);
  return table(
    board.sirets,
    [
      ...[columns.siret, columns.connection, columns.account, columns.expires],
      ...(anyFailed ? [status.failure] : []),
      columns.updated,
    ],
    rows.map(({ home, enrolment }) => {
      const { siret, failures, updatedAt } = enrolment;
      const { moment } = formatsFor(reader.language, home.timezone);
      const codes = [...new Set(failures.map(({ code }) => code))];
      return [
        markup`${siretLink(siret, home, reader)} ${profileTag(home)}`,
        resourceText('connection', enrolment, home, reader),
        resourceText('account', enrolment, home, reader),
        expiryText(knownAccountRow(enrolment)?.expiresOn, home, reader),
        ...(anyFailed ? [codes.map((code) => markup`<code class="code">${code}</code> `)] : []).map(
          (cells) => markup`${cells}`,
        ),
        updatedAt === undefined ? '' : moment(updatedAt),
      ];
    }),
  );
}

/** Returns a resource's state, its password gap, the portal's status and its name. */
export function resourceText(
  resource: Resource,
  enrolment: Enrolment,
  { reading }: KnownHome,
  { texts }: Reader,
): Markup {
  const { state } = enrolment[resource];
  const gap = resource === 'account' ? reading.standing.gaps.get(enrolment.siret) : undefined;
  const onPortal = shownOf(enrolment[resource])?.state ?? '';
  const name =
    resource === 'connection'
      ? applicationOf(enrolment.connection)
      : (knownAccountRow(enrolment)?.name ?? accountCredential(enrolment)?.login);
  const word = `${texts.status.states[state]}${gap === undefined ? '' : `, ${texts.passwords[gap]}`}`;
  return markup`<span class="outcome ${gap === undefined ? markOf(state) : 'unproven'}">${word}${onPortal !== '' && ` (${onPortal})`}</span>${name !== undefined && markup`<small>${name}</small>`}`;
}

function pagination(
  { page, last }: Page<Row>,
  wanted: WantedSirets,
  reader: Reader,
): Markup | undefined {
  if (last === 1) return undefined;
  const { paging } = reader.texts.board;
  const link = (to: number, words: string, rel: string): Markup =>
    to < 1 || to > last
      ? markup`<span class="quiet">${words}</span>`
      : markup`<a rel="${rel}" href="${hrefOf(reader, '/sirets', queryOf({ ...wanted, page: to }))}">${words}</a>`;
  return markup`<nav class="paging" aria-label="${paging.label}">${link(page - 1, paging.previous, 'prev')} <span>${paging.page(page, last)}</span> ${link(page + 1, paging.next, 'next')}</nav>
`;
}
