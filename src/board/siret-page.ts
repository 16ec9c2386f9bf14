import { credentialsOf, knownAccountRow } from '../domain/enrolment.ts';
import type { Enrolment } from '../domain/enrolment.ts';
import type { LedgerEvent } from '../domain/ledger-event.ts';
import type { Delivery } from '../ledger/journals/deliveries.ts';
import { ALL_STEPS } from '../domain/step-names.ts';
import { describeSink } from '../credentials/delivery/sink-names.ts';
import { markup, type Markup } from '../reporting/report/markup.ts';
import { formatsFor } from '../reporting/report/value-formats.ts';
import { siretMarkup } from '../reporting/report/report-view.ts';
import { messageOf } from '../status/resource-view.ts';
import { framed } from './frame.ts';
import type { KnownHome, Todo } from './board-home.ts';
import { expiryText } from './passwords.ts';
import { facts, profileTag, section, table, todoItem } from './parts.ts';
import type { Reader } from './reader.ts';
import { resourceText } from './sirets-page.ts';

/** Everything that the ledger knows about one SIRET. */
export interface SiretView {
  readonly home: KnownHome;
  readonly enrolment: Enrolment;
  /** Oldest first. */
  readonly events: readonly LedgerEvent[];
  readonly deliveries: readonly (Delivery & { readonly at: string })[];
  readonly todos: readonly Todo[];
}

/** Returns the page of one SIRET: its current state and its history. */
export function siretPage(view: SiretView, reader: Reader): string {
  const { home, enrolment, todos } = view;
  const { board } = reader.texts;
  const { siret } = enrolment;
  const items = todos.map((todo) => todoItem({ ...todo, sirets: [] }, home, reader));
  return framed(
    {
      title: siret,
      heading: siretMarkup(siret),
      kicker: markup`raccord board ${profileTag(home)}`,
      facts: factsOf(view, reader),
      content: [
        ...(items.length === 0
          ? []
          : [section('todo', board.sections.todo, markup`<ol class="todo">\n${items}</ol>`)]),
        section('history', board.sections.history, history(view, reader)),
        credentials(view, reader),
        deliveries(view, reader),
      ],
      here: {
        path: `/sirets/${siret}`,
        query: home.profile === undefined ? {} : { profile: home.profile },
      },
    },
    reader,
  );
}

function factsOf({ home, enrolment }: SiretView, reader: Reader): Markup {
  const { texts, language } = reader;
  const { columns, board } = texts;
  const { moment } = formatsFor(language, home.timezone);
  const { failures, updatedAt } = enrolment;
  const said = [messageOf(enrolment.connection), messageOf(enrolment.account)].flatMap((message) =>
    message === undefined || message === '' ? [] : texts.systemWords(message),
  );
  return facts([
    [columns.connection, resourceText('connection', enrolment, home, reader)],
    [columns.account, resourceText('account', enrolment, home, reader)],
    [columns.expires, expiryText(knownAccountRow(enrolment)?.expiresOn, home, reader)],
    [
      board.siret.failures,
      failures.length === 0
        ? undefined
        : markup`${failures.map(({ code, at }) => markup`<code class="code">${code}</code> <small>${moment(at)}</small>`)}`,
    ],
    [
      board.siret.said,
      said.length === 0 ? undefined : markup`${said.map((one) => markup`<p>${one}</p>`)}`,
    ],
    [board.siret.updated, updatedAt === undefined ? undefined : moment(updatedAt)],
  ]);
}

function history({ home, events }: SiretView, reader: Reader): Markup {
  const { texts, language } = reader;
  if (events.length === 0) return markup`<p class="quiet">${texts.board.siret.noEvents}</p>`;
  const { moment } = formatsFor(language, home.timezone);
  return markup`<ol class="history">
${events
  .toReversed()
  .map(
    (happened) =>
      markup`<li><time datetime="${happened.at}">${moment(happened.at)}</time> <div><strong>${texts.board.streams[happened.stream]}</strong> ${texts.board.events[happened.event.kind]}${details(happened, reader).map((one) => markup`<small>${one}</small>`)}</div></li>\n`,
  )}</ol>
`;
}

/** Returns the details of an event. Events never contain a password. */
function details(happened: LedgerEvent, { texts }: Reader): (Markup | string)[] {
  const { event } = happened;
  return [
    ...(happened.stream === 'renewal' ? [happened.login] : []),
    ...('applicationName' in event ? [event.applicationName] : []),
    ...('credential' in event ? [event.credential.login] : []),
    ...('found' in event
      ? [`${event.found.name}${event.found.state === '' ? '' : ` (${event.found.state})`}`]
      : []),
    ...('message' in event && event.message !== '' ? [event.message] : []),
    ...('reason' in event && event.reason !== '' ? [event.reason] : []),
    ...(event.kind === 'failed' ? [failure(event, texts)] : []),
  ];
}

function failure(
  { code, step: name }: { readonly code: string; readonly step?: string },
  texts: Reader['texts'],
): Markup {
  const step = ALL_STEPS.find((one) => one === name);
  return markup`<code class="code">${code}</code>${step !== undefined && ` ${texts.board.atStep(texts.steps[step])}`}`;
}

function credentials({ home, enrolment }: SiretView, { texts, language }: Reader): Markup {
  const known = credentialsOf(enrolment);
  if (known.length === 0) return markup``;
  const { columns, board, credentials: words } = texts;
  const { moment } = formatsFor(language, home.timezone);
  return section(
    'credentials',
    board.siret.credentials,
    table(
      board.siret.credentials,
      [columns.login, columns.status, columns.captured],
      known
        .toReversed()
        .map(({ credential, status }) => [
          credential.login,
          words.statuses[status],
          moment(credential.capturedAt),
        ]),
    ),
  );
}

function deliveries({ home, deliveries: made }: SiretView, { texts, language }: Reader): Markup {
  if (made.length === 0) return markup``;
  const { delivery, board } = texts;
  const { moment } = formatsFor(language, home.timezone);
  return section(
    'deliveries',
    board.sections.deliveries,
    table(
      board.sections.deliveries,
      [delivery.columns.sink, delivery.columns.outcome, delivery.columns.message, board.when],
      made
        .toReversed()
        .map(({ sink, outcome, message, at }) => [
          describeSink(sink, home.delivery),
          delivery.outcomes[outcome],
          message,
          moment(at),
        ]),
    ),
  );
}
