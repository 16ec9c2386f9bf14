import fc from 'fast-check';
import { workbook, type WorkbookCell } from '../../fixtures/rosters/workbook.ts';
import { ROSTER_COLUMNS, type RosterColumn } from '../../src/errors/roster-problem.ts';
import type { RosterEntry } from '../../src/domain/roster-entry.ts';
import type { Siret } from '../../src/domain/siret.ts';
import type { Contact } from '../../src/domain/outcome.ts';
import { omitUndefined } from '../../src/domain/json.ts';
import { siretFrom } from './roster-rows.ts';

/** One row by its columns; what is empty is not there. */
export type Row = Readonly<Partial<Record<RosterColumn, string>>> & { readonly siret: string };

/** A roster as someone could have it: which columns, in which order, how called, and the rows. */
export interface Sheet {
  readonly columns: readonly RosterColumn[];
  readonly headers: Readonly<Record<RosterColumn, string>>;
  readonly rows: readonly Row[];
}

const HEADERS: Readonly<Record<RosterColumn, readonly string[]>> = {
  siret: ['siret', 'SIRET', ' Siret ', 'N° SIRET'],
  application: ['application', "Nom de l'application", 'NOM DE L’APPLICATION PISTE'],
  contact_name: ['contact_name', 'Nom Prénom', 'nom prenom', 'Contact'],
  contact_phone: ['contact_phone', 'Téléphone', 'TELEPHONE'],
  contact_email: ['contact_email', 'Adresse électronique', 'E-mail', 'courriel'],
  contact_fax: ['contact_fax', 'Fax'],
  account_email: ['account_email', 'E-mail du contact', 'e-mail du compte'],
};

const text = fc
  .oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ maxLength: 20, unit: 'grapheme' }),
    fc.string({
      maxLength: 20,
      unit: fc.constantFrom('"', ';', ',', '\t', ' ', 'é', '’', '€', 'a', '='),
    }),
  )
  .map((value) =>
    value
      .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
      .replace(/[\p{C}\p{Z}\s]+/gu, ' ')
      .trim()
      .normalize('NFC'),
  )
  // An apostrophe before what would be a formula guards it, and is no part of the text.
  .filter((value) => !/^#|\ufffd|^'+[=+\-@]/u.test(value));

const email = fc
  .tuple(fc.stringMatching(/^[a-z0-9][a-z0-9.+'-]{0,10}[a-z0-9]$/), fc.domain())
  .map(([name, domain]) => `${name.replace(/\.+/gu, '.')}@${domain}`);

const phone = fc.constantFrom(
  '04 78 00 00 00',
  '+33 4 78 00 00 00',
  '0478000000',
  '04.78.00.00.00',
);

const row = fc.record({
  siret: fc.tuple(fc.nat(), fc.nat()).map(([company, place]) => siretFrom(company, place)),
  application: text,
  contact_name: text,
  contact_phone: fc.option(phone, { nil: '' }),
  contact_email: fc.option(email, { nil: '' }),
  contact_fax: fc.option(phone, { nil: '' }),
  account_email: fc.option(email, { nil: '' }),
});

const rows = fc
  .uniqueArray(row, { maxLength: 8, selector: ({ siret }) => siret })
  .map((some) => withOneOfEachName(some));

export const sheet: fc.Arbitrary<Sheet> = fc
  .record({
    others: fc.shuffledSubarray(ROSTER_COLUMNS.filter((column) => column !== 'siret')),
    place: fc.nat(6),
    headers: fc.record(
      Object.fromEntries(
        ROSTER_COLUMNS.map((column) => [column, fc.constantFrom(...HEADERS[column])]),
      ) as Record<RosterColumn, fc.Arbitrary<string>>,
    ),
    rows,
  })
  .map(({ others, place, headers, rows: filled }) => {
    const columns = [...others.slice(0, place), 'siret' as const, ...others.slice(place)];
    return { columns, headers, rows: filled };
  });

export const layout = fc.record({
  separator: fc.constantFrom(';', ',', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  quotes: fc.constantFrom('all', 'needed'),
  emptyRows: fc.nat(3),
  endsWithLineEnd: fc.boolean(),
});

type Layout = typeof layout extends fc.Arbitrary<infer T> ? T : never;

export function csvOf({ columns, headers, rows: filled }: Sheet, how: Layout): string {
  const { separator, lineEnd, quotes, emptyRows, endsWithLineEnd } = how;
  const cell = (value: string): string =>
    quotes === 'all' || value.includes(separator) || /["\r\n]/u.test(value)
      ? `"${value.replaceAll('"', '""')}"`
      : value;
  const lines = [
    columns.map((column) => headers[column]),
    ...filled.map((values) => columns.map((column) => values[column] ?? '')),
  ].map((cells) => cells.map(cell).join(separator));
  const empty = Array.from({ length: emptyRows }, () => separator.repeat(columns.length - 1));
  return [...lines, ...empty].join(lineEnd) + (endsWithLineEnd ? lineEnd : '');
}

export function workbookOf({ columns, headers, rows: filled }: Sheet, shared: boolean): Buffer {
  const cellOf = (column: RosterColumn, value: string | undefined): WorkbookCell => {
    const isNumber = column === 'siret' && value?.startsWith('0') === false && !shared;
    return isNumber ? Number(value) : value;
  };
  const head = columns.map((column) => headers[column]);
  const body = filled.map((values) => columns.map((column) => cellOf(column, values[column])));
  return workbook([head, ...body], { shared });
}

/** What reading the roster must give, whatever it was written in. */
export function entriesOf({ columns, rows: filled }: Sheet): RosterEntry[] {
  const has = (column: RosterColumn): boolean => columns.includes(column);
  return filled.map((values, index) => {
    const value = (column: RosterColumn): string | undefined =>
      has(column) && values[column] !== '' ? values[column] : undefined;
    const contact = omitUndefined<Partial<Contact>>({
      name: value('contact_name'),
      phone: value('contact_phone'),
      email: value('contact_email'),
      fax: value('contact_fax'),
    });
    return omitUndefined<RosterEntry>({
      siret: values.siret as Siret,
      line: index + 2,
      applicationName: value('application'),
      contact: Object.keys(contact).length === 0 ? undefined : contact,
      accountEmail: value('account_email'),
    });
  });
}

/** A name that is there already is left out: each SIRET has its own. */
function withOneOfEachName(some: readonly Row[]): Row[] {
  const taken = new Set<string>();
  return some.map((values) => {
    const key = values.application?.toLowerCase() ?? '';
    if (!taken.has(key)) {
      taken.add(key);
      return values;
    }
    return { ...values, application: '' };
  });
}
