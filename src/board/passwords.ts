import { describeSink, sinkNames } from '../credentials/delivery/sink-names.ts';
import { knownAccountRow } from '../domain/enrolment.ts';
import { daysUntil, EXPIRES_SOON_DAYS } from '../domain/portal-date.ts';
import { markup, type Markup } from '../reporting/report/markup.ts';
import { formatsFor } from '../reporting/report/value-formats.ts';
import type { KnownHome } from './board-home.ts';
import { profileTag, section, siretLink, table } from './parts.ts';
import { hrefOf, type Reader } from './reader.ts';
import { expiryOf, type Expiry } from './siret-filter.ts';

/** Maximum number of next-to-expire passwords shown. */
const MAX_NAMED = 8;

/** Returns the section on password expiry and pending deliveries. */
export function passwordsSection(homes: readonly KnownHome[], reader: Reader): Markup {
  const { board } = reader.texts;
  return section('passwords', board.sections.passwords, [
    expiries(homes, reader),
    ...homes.map((home) => deliveries(home, reader)),
    nextToExpire(homes, reader),
  ]);
}

const EXPIRIES: readonly Expiry[] = ['expired', 'soon', 'later', 'unknown'];

const MARKS: Readonly<Record<Expiry, string>> = {
  expired: 'failed',
  soon: 'unproven',
  later: 'created',
  unknown: 'skipped',
};

function expiries(homes: readonly KnownHome[], reader: Reader): Markup {
  const { passwords: words } = reader.texts.board;
  const all = homes.flatMap(({ reading, now }) =>
    reading.standing.enrolments.flatMap((one) => expiryOf(one, now) ?? []),
  );
  const labels: Readonly<Record<Expiry, string>> = {
    expired: words.expired,
    soon: words.soon(EXPIRES_SOON_DAYS),
    later: words.later,
    unknown: words.unknown,
  };
  const filters = { expired: 'expired', soon: 'expiring' } as const;
  const counts = EXPIRIES.map((expiry) => ({
    expiry,
    count: all.filter((one) => one === expiry).length,
  })).filter(({ count }) => count > 0);
  if (counts.length === 0) return markup`<p class="quiet">${words.none}</p>\n`;
  return markup`<ul class="counts">${counts.map(({ expiry, count }) => {
    const text = markup`<b>${count}</b> ${labels[expiry]}`;
    const isOpen = expiry === 'expired' || expiry === 'soon';
    return markup`<li class="outcome ${MARKS[expiry]}">${
      isOpen
        ? markup`<a href="${hrefOf(reader, '/sirets', { state: filters[expiry] })}">${text}</a>`
        : text
    }</li>`;
  })}</ul>
`;
}

function deliveries(home: KnownHome, reader: Reader): Markup {
  const { passwords: words } = reader.texts.board;
  const { delivery, reading } = home;
  const sinks = sinkNames(delivery);
  const pending = [...reading.standing.undelivered.values()].flat();
  const counts = sinks
    .map((sink) => ({ sink, count: pending.filter((one) => one === sink).length }))
    .filter(({ count }) => count > 0);
  const text =
    sinks.length === 0
      ? words.noSinks
      : counts.length === 0
        ? words.delivered
        : counts
            .map(({ sink, count }) => words.pending(describeSink(sink, delivery), count))
            .join(' · ');
  return markup`<p class="quiet">${profileTag(home)} ${text}</p>\n`;
}

function nextToExpire(homes: readonly KnownHome[], reader: Reader): Markup | undefined {
  const { board, columns } = reader.texts;
  const next = homes
    .flatMap((home) =>
      home.reading.standing.enrolments.flatMap((enrolment) => {
        const row = knownAccountRow(enrolment);
        const { expiresOn } = row ?? {};
        return expiresOn === undefined ? [] : [{ home, enrolment, row, expiresOn }];
      }),
    )
    .sort((one, other) => (one.expiresOn < other.expiresOn ? -1 : 1))
    .slice(0, MAX_NAMED);
  if (next.length === 0) return undefined;
  return markup`<h3>${board.passwords.next}</h3>
${table(
  board.passwords.next,
  [columns.siret, columns.login, columns.expires],
  next.map(({ home, enrolment, row, expiresOn }) => [
    markup`${siretLink(enrolment.siret, home, reader)} ${profileTag(home)}`,
    row?.name,
    expiryText(expiresOn, home, reader),
  ]),
)}`;
}

/** Returns a date with the number of days left. */
export function expiryText(
  expiresOn: string | undefined,
  { timezone, now }: Pick<KnownHome, 'timezone' | 'now'>,
  { texts, language }: Reader,
): Markup | undefined {
  if (expiresOn === undefined) return undefined;
  const days = daysUntil(expiresOn, now);
  const mark = days < 0 ? 'failed' : days < EXPIRES_SOON_DAYS ? 'unproven' : undefined;
  const { day } = formatsFor(language, timezone);
  return markup`<span class="day">${day(expiresOn)}</span> <small class="${mark}">${texts.board.days(days)}</small>`;
}
