import { ROSTER_COLUMNS, type ForeignKind, type OddCell } from '../../errors/roster-problem.ts';
import type { SiretFault } from '../../domain/siret.ts';
import { shown, type RosterTexts } from '../roster-texts.ts';

const AS_TEXT = 'format the column as text and type it again';
const SAVE_AS = 'save it as .xlsx or as "CSV UTF-8"';
const HEADERS = ROSTER_COLUMNS.join(', ');

const kinds: Readonly<Record<ForeignKind, string>> = {
  pdf: `a PDF: give the spreadsheet it was made from`,
  html: `a web page, whatever its name says: open it in a spreadsheet and ${SAVE_AS}`,
  xml: `XML and no workbook: open it in a spreadsheet and ${SAVE_AS}`,
  xls: `an old Excel workbook (.xls): open it and ${SAVE_AS}`,
  xlsb: `a binary Excel workbook (.xlsb): open it and ${SAVE_AS}`,
  ods: `an OpenDocument file: open it and ${SAVE_AS}`,
  office: `an Office document and no workbook: give a spreadsheet's file, or ${SAVE_AS}`,
  protected: 'protected by a password: save a copy without one',
  zip: 'a zip file and no workbook: unpack it and give the roster in it',
  binary: `no text (or UTF-16 without its byte order mark): open it in a spreadsheet and ${SAVE_AS}`,
};

const odd: Readonly<Record<OddCell, string>> = {
  number: `a number with decimals: ${AS_TEXT}`,
  date: `a date: ${AS_TEXT}`,
  boolean: `true or false: ${AS_TEXT}`,
  error: 'a formula that failed: mend the formula, or type the value',
  uncalculated: 'a formula without a result: open the file in a spreadsheet and save it',
};

const siretFaults: Readonly<Record<SiretFault, (value: string) => string>> = {
  empty: () => 'no SIRET: write its 14 digits, or take the row away',
  'scientific-notation': (value) =>
    `SIRET "${value}": a spreadsheet rounded it; format the column as text and type all 14 digits`,
  'leading-zero-lost': (value) =>
    `SIRET "${value}": a spreadsheet took its leading zero away; write ` +
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
    `"${value}" is another identifier (RIDET, TAHITI, VAT, RNA); only SIRETs are handled, of 14 digits`,
  'siret-or-ridet': (value) =>
    `SIRET "${value}": the check digit is wrong; a digit was mistyped, or it is a RIDET with 99 in front: only SIRETs are handled`,
};

/** Roster messages in English. */
export const rosterTextsEn: RosterTexts = {
  'file-unreadable': ({ reason }) => `cannot be read (${reason}): check its name and its rights`,
  'file-empty': () => `is empty: write a header line (${HEADERS}) and a row for each SIRET`,
  'file-too-large': ({ megabytes }) =>
    `is over ${megabytes} MB: give only the columns a roster has, or split it`,
  'file-kind': ({ kind }) => `is ${kinds[kind]}`,
  'workbook-damaged': ({ part }) =>
    `is a damaged workbook (${shown(part)}): open it in a spreadsheet and save it anew`,
  'workbook-too-large': ({ megabytes }) =>
    `is over ${megabytes} MB when unpacked: copy the rows into a new workbook`,
  'too-many-rows': ({ limit }) => `has over ${limit} rows: split it, or take its empty rows away`,
  'header-missing': () => `no header line: write one above the rows, such as ${HEADERS}`,
  'siret-column-missing': () =>
    `no column "siret": one header line is needed, with names among ${HEADERS}`,
  'sheet-missing': ({ name, sheets }) =>
    `has no sheet "${shown(name)}": its sheets are ${sheets.map((one) => `"${shown(one)}"`).join(', ')}`,
  'siret-above-header': ({ header }) =>
    `a SIRET stands above the header line (line ${header}): put the header line above all rows`,
  'column-misspelt': ({ header, meant }) =>
    `column "${shown(header)}": ${meant} is meant? Name it so, or otherwise, or take it away`,
  'column-twice': ({ header, firstHeader }) =>
    `column "${shown(header)}" says the same as "${shown(firstHeader)}": keep one of them`,
  'quote-open': () => 'a quote (") is opened and never closed: close it, or write "" for a quote',
  'cells-too-many': ({ expected, found }) =>
    `${found} cells where the header has ${expected}: put a cell with a separator in it in quotes`,
  'cell-without-header': ({ value }) =>
    `"${shown(value)}" stands in a column without a name: name the column, or empty it`,
  siret: ({ value, fault }) => siretFaults[fault](shown(value)),
  'siret-twice': ({ siret, firstLine }) =>
    `SIRET ${siret} is already on line ${firstLine}: keep one of the two`,
  'application-blank': () =>
    'the application name is made of spaces: write a name, or empty the cell to have one chosen',
  'application-twice': ({ name, firstLine }) =>
    `application "${shown(name)}" is already on line ${firstLine}: each SIRET needs its own name`,
  email: ({ header, value }) =>
    `${shown(header)} "${shown(value)}" is no e-mail address: write one such as name@example.com`,
  'phone-zero-lost': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": a spreadsheet took its zero away; write 0${shown(value)} ` +
    'in a column formatted as text',
  'phone-plus-lost': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": a spreadsheet took its + away; write +${shown(value)} ` +
    'in a column formatted as text',
  'phone-rounded': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": a spreadsheet rounded it; ${AS_TEXT}`,
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
  'hidden-rows': ({ count }) =>
    `${count} hidden rows are read too: take away those that are not meant`,
  'other-sheets': ({ read, others }) =>
    `only the sheet "${shown(read)}" is read, not ${others.map((name) => `"${shown(name)}"`).join(', ')}`,
  'merged-cells': ({ header, range }) =>
    `${shown(header)}: the merged cells ${shown(range)} hold one value, the others are empty; unmerge them and fill each`,
  'column-unknown': ({ header }) =>
    `column "${shown(header)}" is not read; if it is meant to be, name it one of ${HEADERS}`,
  'rows-above-header': ({ count, value }) =>
    `${count} row(s) above the header line are not read, the first with "${shown(value)}"`,
  'cells-missing': ({ count, headers }) =>
    `${count} row(s) end before ${headers.map((one) => `"${shown(one)}"`).join(', ')}: what is missing is taken as empty`,
  'cells-empty-behind': () =>
    'every row ends in a separator that the header does not have: it is taken for one too many',
  'encoding-guessed': ({ values }) =>
    `the encoding is guessed (Windows-1252); is this right: ${values.map((one) => `"${shown(one)}"`).join(', ')}? Else save the file as "CSV UTF-8"`,
  'looks-garbled': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": is that meant? It looks garbled by an encoding; write it anew, or save its source as "CSV UTF-8"`,
  'in-quotes': ({ header, value }) =>
    `${shown(header)} "${shown(value)}": the quotes are taken as a part of it; take them off if they are not`,
  'contact-from-configuration': ({ column, count, value }) =>
    `${column} is empty in ${count} row(s), which get RACCORD_${column.toUpperCase()}: "${shown(value)}"`,
};
