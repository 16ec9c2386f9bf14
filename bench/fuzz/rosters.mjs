// Rosters without a mistake, as different as people's files are: these must be read, row for row.
import { workbook } from '../../dist/fixtures/rosters/workbook.js';
import { siretFrom } from '../sirets.mjs';

const HEADERS = {
  siret: ['siret', 'SIRET', ' Siret ', 'N° SIRET', 'numéro de siret'],
  application: ['application', "Nom de l'application", 'NOM DE L’APPLICATION PISTE'],
  contact_name: ['contact_name', 'Nom Prénom', 'nom prenom', 'Contact'],
  contact_phone: ['contact_phone', 'Téléphone', 'TELEPHONE'],
  contact_email: ['contact_email', 'Adresse électronique', 'E-mail', 'courriel'],
  contact_fax: ['contact_fax', 'Fax'],
  account_email: ['account_email', 'E-mail du contact', 'e-mail du compte'],
};

const NAMES = [
  'Camille Martin',
  'Zoé Le Gall',
  'Anne-Sophie d’Été',
  "Jean O'Neil",
  'dit "Le Grand"',
];
const PHONES = ['', '04 78 00 00 00', '+33 4 78 00 00 00', '0478000000', '04.78.00.00.00'];
const MAILS = ['', 'camille@exemple.fr', 'compta+chorus@exemple.fr', "o'neil@sous.exemple.fr"];
const APPLICATIONS = ['Pldiffusion', 'L’€té; à 10 %, ', 'PL "Diffusion" ', '=A', '\u00a0Paye  '];

/** Marks and spaces that come along and mean nothing, here around and between digits. */
const GAPS = ['', '', '', ' ', '\u00a0', '\u202f', '\t', '  '];

/** Windows-1252 has both where Latin-1 has control characters. */
const WINDOWS_1252 = { '’': '\u0092', '€': '\u0080', '\u202f': ' ' };

const ENCODERS = [
  (text) => Buffer.from(text),
  (text) => Buffer.from(`\ufeff${text}`),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  (text) =>
    Buffer.from(
      text.replace(/[’€\u202f]/gu, (sign) => WINDOWS_1252[sign]),
      'latin1',
    ),
];

const CELLS = {
  siret: (random, row) => spaced(random, siretFrom(row * 1_000 + random.below(1_000))),
  // Each name once, in whatever case.
  application: (random, row) =>
    random.chance(0.2) ? '' : `${random.pick(APPLICATIONS)}${String(row)}`,
  contact_name: (random) => random.pick(['', ...NAMES]),
  contact_phone: (random) => random.pick(PHONES),
  contact_email: (random) => random.pick(MAILS),
  contact_fax: (random) => random.pick(PHONES),
  account_email: (random) => random.pick(MAILS),
};

/** Cells by rows, the header line first. */
export function validRows(random) {
  const others = Object.keys(HEADERS).filter((column) => column !== 'siret' && random.chance(0.6));
  const columns = random.shuffled(['siret', ...others]);
  const rows = Array.from({ length: 1 + random.size(300) }, (_, row) =>
    columns.map((column) => CELLS[column](random, row)),
  );
  return [columns.map((column) => random.pick(HEADERS[column])), ...rows];
}

/** The rows as a text, in any layout that spreadsheets save. */
export function csvText(random, rows) {
  const separator = random.pick([';', ',', '\t']);
  const lineEnd = random.pick(['\n', '\r\n', '\r']);
  const cell = (value) =>
    random.chance(0.2) || value.includes(separator) || /["\r\n]/u.test(value)
      ? `"${value.replaceAll('"', '""')}"`
      : value;
  const mark = random.chance(0.1) ? `sep=${separator}${lineEnd}` : '';
  const lines = rows.map((cells) => cells.map(cell).join(separator));
  return mark + lines.join(lineEnd) + (random.chance(0.7) ? lineEnd : '');
}

export function csvFile(random, rows) {
  return random.pick(ENCODERS)(csvText(random, rows));
}

export function workbookFile(random, rows) {
  return workbook(rows, { shared: random.chance(0.5) });
}

function spaced(random, siret) {
  if (random.chance(0.6)) return siret;
  return [...siret].map((digit) => random.pick(GAPS) + digit).join('') + random.pick(GAPS);
}
