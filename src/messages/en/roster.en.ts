import { ROSTER_COLUMNS, type ForeignKind, type OddCell } from '../../errors/roster-problem.ts';
import type { SiretFault } from '../../domain/siret.ts';
import { shown, type RosterTexts } from '../roster-texts.ts';

const AS_TEXT = 'format the column as text and type it again';
const SAVE_AS = 'save it as .xlsx or as "CSV UTF-8"';
const HEADERS = ROSTER_COLUMNS.join(', ');

const kinds: Readonly<Record<ForeignKind, string>> = {
  pdf: `a PDF: use the spreadsheet it was made from`,
  html: `a web page, despite its name: open it in a spreadsheet and ${SAVE_AS}`,
  xml: `XML, not a workbook: open it in a spreadsheet and ${SAVE_AS}`,
  xls: `an old Excel workbook (.xls): open it and ${SAVE_AS}`,
  xlsb: `a binary Excel workbook (.xlsb): open it and ${SAVE_AS}`,
  ods: `an OpenDocument file: open it and ${SAVE_AS}`,
  office: `an Office document, not a workbook: use a spreadsheet, or ${SAVE_AS}`,
  protected: 'protected by a password: save a copy without one',
  zip: 'a zip file, not a workbook: unpack it and use the roster in it',
  binary: `not text (or UTF-16 without a byte order mark): open it in a spreadsheet and ${SAVE_AS}`,
};

const odd: Readonly<Record<OddCell, string>> = {
  number: `a number with decimals: ${AS_TEXT}`,
  formatted: `a number that the sheet shows otherwise: ${AS_TEXT}`,
  zero: 'a 0 from a formula, as one gives it for an empty cell: fix the formula, or type the value',
  date: `a date: ${AS_TEXT}`,
  boolean: `true or false: ${AS_TEXT}`,
  error: 'a formula that failed: fix the formula, or type the value',
  uncalculated: 'a formula without a result: open the file in a spreadsheet and save it',
};

const siretFaults: Readonly<Record<SiretFault, (value: string) => string>> = {
  empty: () => 'no SIRET: write its 14 digits, or remove the row',
  'scientific-notation': (value) =>
    `SIRET "${value}": a spreadsheet rounded it; format the column as text and type all 14 digits`,
  'leading-zero-lost': (value) =>
    `SIRET "${value}": a spreadsheet removed its leading zero; write ` +
    `${value.replace(/\s/gu, '').padStart(14, '0')} in a column formatted as text`,
  'not-digits': (value) =>
    `SIRET "${value}": something other than digits and spaces; write 14 digits`,
  length: (value) => {
    const { length } = value.replace(/\s/gu, '');
    const siren = length === 9 ? ' (a SIREN: the SIRET has 5 more, for the establishment)' : '';
    return `SIRET "${value}": ${length} digits${siren}; write all 14`;
  },
  'check-digit': (value) =>
    `SIRET "${value}": the check digit is wrong; a digit was mistyped, compare it with its source`,
  'no-establishment': (value) =>
    `SIRET "${value}": no establishment has this number; write the establishment's own`,
  'other-identifier': (value) =>
    `"${value}" is another identifier (RIDET, TAHITI, VAT, RNA); only SIRETs, of 14 digits, are handled`,
  'siret-or-ridet': (value) =>
    `SIRET "${value}": the check digit is wrong; a digit was mistyped, or it is a RIDET prefixed with 99: only SIRETs are handled`,
};

/** Roster messages in English. */
export const rosterTextsEn: RosterTexts = {
  'file-unreadable': ({ reason }) =>
    `cannot be read (${reason}): check its name and its permissions`,
  'file-empty': () => `is empty: write a header line (${HEADERS}) and a row for each SIRET`,
  'file-too-large': ({ megabytes }) =>
    `is over ${megabytes} MB: keep only the columns a roster needs, or split it`,
  'file-kind': ({ kind }) => `is ${kinds[kind]}`,
  'workbook-damaged': ({ part }) =>
    `is a damaged workbook (${shown(part)}): open it in a spreadsheet and save it again`,
  'workbook-too-large': ({ megabytes }) =>
    `is over ${megabytes} MB when unpacked: copy the rows into a new workbook`,
  'too-many-rows': ({ limit }) => `has over ${limit} rows: split it, or remove its empty rows`,
  'header-missing': () => `no header line: write one above the rows, such as ${HEADERS}`,
  'siret-column-missing': () =>
    `no column "siret": one header line is needed, with names among ${HEADERS}`,
  'sheet-missing': ({ name, sheets }) =>
    `has no sheet "${shown(name)}": its sheets are ${sheets.map((one) => `"${shown(one)}"`).join(', ')}`,
  'siret-above-header': ({ header }) =>
    `a SIRET is above the header line (line ${header}): put the header line above all rows`,
  'column-misspelt': ({ header, meant }) =>
    `column "${shown(header)}": did you mean ${meant}? Rename it or remove it`,
  'column-ambiguous': ({ header }) =>
    `column "${shown(header)}" may mean the e-mail of the contact or of the technical account: name it contact_email or account_email`,
  'column-twice': ({ header, firstHeader }) =>
    `column "${shown(header)}" means the same as "${shown(firstHeader)}": keep one of them`,
  'quote-open': () => 'a quote (") is never closed: close it, or write "" for a quote',
  'row-in-quotes': ({ line }) =>
    `the quotes (") of this cell contain line ${line}, which has a SIRET as a row has: close them before it, or remove the line break`,
  'cells-too-many': ({ expected, found }) =>
    `${found} cells where the header has ${expected}: put any cell that contains a separator in quotes`,
  'cell-without-header': ({ value }) =>
    `"${shown(value)}" is in a column without a name: name the column, or empty the cell`,
  siret: ({ value, fault }) => siretFaults[fault](shown(value)),
  'siret-twice': ({ siret, firstLine }) =>
    `SIRET ${siret} is already on line ${firstLine}: keep one of the two`,
  'application-blank': () =>
    'the application name contains only spaces: write a name, or empty the cell to have one chosen',
  'application-twice': ({ name, firstLine }) =>
    `application "${shown(name)}" is already on line ${firstLine}: each SIRET needs its own name`,
  email: ({ header, value }) =>
    `${shown(header)} "${shown(value)}" is not an e-mail address: write one such as name@example.com`,
  'phone-zero-lost': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": a spreadsheet removed its zero; write 0${shown(value)} ` +
    'in a column formatted as text',
  'phone-plus-lost': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": a spreadsheet removed its +; write +${shown(value)} ` +
    'in a column formatted as text',
  'phone-rounded': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": a spreadsheet rounded it; ${AS_TEXT}`,
  'phone-too-short': ({ header, value }) =>
    `${shown(header)} "${shown(value)}" is too short for a telephone number`,
  'not-text': ({ header, kind, value }) =>
    `${shown(header)}${value === '' ? '' : ` "${shown(value)}"`} is ${odd[kind]}`,
  'too-long': ({ header, limit }) =>
    `${shown(header)} is longer than ${limit} characters: shorten it (or a quote was left open)`,
  'unreadable-characters': ({ header, value }) =>
    `${shown(header)} "${shown(value)}" has unreadable characters: save the file as "CSV UTF-8"`,
  'contact-missing': ({ column }) =>
    `no ${column}: fill that column, or set RACCORD_${column.toUpperCase()}`,
  'check-digit': ({ siret }) => `SIRET ${siret}: wrong check digit, accepted outside production`,
  'no-rows': () => 'no row below the header: there is nothing to do',
  'hidden-rows': ({ count }) => `${count} hidden rows are also read: remove those you do not want`,
  'other-sheets': ({ read, others }) =>
    `only the sheet "${shown(read)}" is read, not ${others.map((name) => `"${shown(name)}"`).join(', ')}`,
  'merged-cells': ({ header, range }) =>
    `${shown(header)}: the merged cells ${shown(range)} hold one value, the others are empty; unmerge them and fill each`,
  'column-unknown': ({ header }) =>
    `column "${shown(header)}" is ignored; to have it read, name it one of ${HEADERS}`,
  'rows-above-header': ({ count, value }) =>
    `${count} row(s) above the header line are not read, the first with "${shown(value)}"`,
  'cells-missing': ({ count, headers }) =>
    `${count} row(s) end before ${headers.map((one) => `"${shown(one)}"`).join(', ')}: missing cells count as empty`,
  'cells-empty-behind': () =>
    'every row ends with a separator that the header does not have: it is ignored',
  'encoding-guessed': ({ values }) =>
    `the encoding is guessed (Windows-1252); is this right: ${values.map((one) => `"${shown(one)}"`).join(', ')}? If not, save the file as "CSV UTF-8"`,
  'looks-garbled': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": is that right? It looks garbled by a wrong encoding; type it again, or save its source as "CSV UTF-8"`,
  'in-quotes': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": the quotes count as part of the value; remove them if they do not belong to it`,
  'contact-from-configuration': ({ column, count, value }) =>
    `${column} is empty in ${count} row(s), which get RACCORD_${column.toUpperCase()}: "${shown(value)}"`,
};
