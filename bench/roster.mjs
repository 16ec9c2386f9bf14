// How long it takes to read and check a roster of 10,000 rows: `npm run build && node bench/roster.mjs`.
import { workbook } from '../dist/fixtures/rosters/workbook.js';
import { parseRoster } from '../dist/src/roster/parse-roster.js';
import { siretFrom } from './sirets.mjs';

const ROWS = 10_000;
const ROUNDS = 7;

const header = [
  'SIRET',
  'Application',
  'Nom Prénom',
  'Téléphone',
  'Courriel',
  'Fax',
  'E-mail du contact',
];
const rows = Array.from({ length: ROWS }, (_, index) => [
  siretFrom(index),
  `Pldiffusion${index}`,
  'Camille Martin',
  '04 78 00 00 00',
  `camille.martin${index}@exemple.fr`,
  '',
  'compta@exemple.fr',
]);
const csv = [header, ...rows].map((cells) => cells.join(';')).join('\r\n');
const wrong = rows.map(([siret, ...cells], index) => [`${siret}${index % 7}`, ...cells]);

const files = {
  'CSV, UTF-8': Buffer.from(csv),
  'CSV, Windows-1252': Buffer.from(csv, 'latin1'),
  'CSV, a mistake in each row': Buffer.from(
    [header, ...wrong].map((cells) => cells.join(';')).join('\n'),
  ),
  'XLSX, texts in one place': workbook([header, ...rows], { shared: true }),
  'XLSX, texts in cells': workbook([header, ...rows]),
};

for (const [name, bytes] of Object.entries(files)) {
  const [first, ...others] = Array.from({ length: ROUNDS }, () => measure(bytes));
  const best = Math.min(...others);
  console.log(
    `${name.padEnd(28)} ${ROWS} rows, ${(bytes.length / 1e6).toFixed(1)} MB: ` +
      `${first.toFixed(0)} ms of CPU at first (${((first * 1000) / ROWS).toFixed(1)} per 1,000), ${best.toFixed(0)} at best`,
  );
}

function measure(bytes) {
  const before = process.cpuUsage();
  const { entries, problems } = parseRoster(bytes, { checkDigit: 'required' });
  const { user, system } = process.cpuUsage(before);
  if (entries.length + problems.length !== ROWS) throw new Error('not every row was read');
  return (user + system) / 1000;
}
