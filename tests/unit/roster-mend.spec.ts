import { deepEqual } from 'node:assert/strict';
import { expect, test } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { workbook } from '../../fixtures/rosters/workbook.ts';
import { beginsFormula } from '../../src/files/csv-cells.ts';
import { repairRoster, type RepairedRoster } from '../../src/roster/repair-roster.ts';
import { csvOf, entriesOf, layout, sheet } from './roster-arbitraries.ts';
import { FIRST, placesOf, SECOND, ZEROS } from './roster-rows.ts';

function mendedFrom(bytes: Buffer): RepairedRoster {
  const result = repairRoster(bytes, { checkDigit: 'required' });
  if (!('text' in result)) throw new Error(`not mended: ${placesOf(result.findings).join()}`);
  return result;
}

const mendText = (text: string): RepairedRoster => mendedFrom(Buffer.from(text));

test('zeros and a plus that a spreadsheet took away are put back, and each is told', () => {
  const { text, mended, findings } = mendText(
    `siret;tel;fax;Ville\n${Number(ZEROS)};478000000;33478000000;Lyon\n${FIRST};04 78 00 00 00;;=2+3\n`,
  );
  expect(mended).toEqual([
    { line: 2, column: 1, header: 'siret', before: String(Number(ZEROS)), after: ZEROS },
    { line: 2, column: 2, header: 'tel', before: '478000000', after: '0478000000' },
    { line: 2, column: 3, header: 'fax', before: '33478000000', after: '+33478000000' },
  ]);
  expect(findings.problems).toEqual([]);
  expect(findings.entries).toMatchObject([
    { siret: ZEROS, contact: { phone: '0478000000', fax: '+33478000000' } },
    { siret: FIRST, contact: { phone: '04 78 00 00 00' } },
  ]);
  // What nobody reads stays, and is no formula.
  expect(text).toContain('"Ville"');
  expect(text).toContain(`"'=2+3"`);
});

test('the same from the numbers of a workbook, with titles above', () => {
  const bytes = workbook([['Clients'], ['siret', 'téléphone'], [Number(ZEROS), 478_000_000]]);
  const { findings } = mendedFrom(bytes);
  expect(findings.entries).toEqual([{ siret: ZEROS, line: 2, contact: { phone: '0478000000' } }]);
});

test('UTF-8 that was encoded twice is decoded once', () => {
  const { mended, findings } = mendText(`siret;contact_name\n${FIRST};HÃ©lÃ¨ne NoÃ«l\n`);
  expect(mended).toMatchObject([{ before: 'HÃ©lÃ¨ne NoÃ«l', after: 'Hélène Noël' }]);
  expect(findings.warnings).toEqual([]);
});

test('what a person must mend is told alone, and nothing is written', () => {
  const result = repairRoster(
    Buffer.from(`siret;tel;mail\n${Number(ZEROS)};478000000;nobody\n${FIRST};4,78E+08;\n123;;\n`),
    { checkDigit: 'required' },
  );
  expect(result).not.toHaveProperty('text');
  expect(placesOf(result.findings)).toEqual(['2:3:email', '3:2:phone-rounded', '4:1:siret']);
});

test('what was written for a spreadsheet is read back as it was, and runs nothing there', () => {
  const formula = fc.constantFrom('=1', '+1', '-1', '@a', "'=1", "''+1", '\uff1d1', '"=1"', ';=1');
  const name = fc.tuple(formula, fc.string({ maxLength: 8 })).map((parts) => parts.join('').trim());
  fc.assert(
    fc.property(sheet, layout, name, (roster, how, odd) => {
      const rows = roster.rows.map((row, at) => (at === 0 ? { ...row, contact_name: odd } : row));
      const written = mendText(csvOf({ ...roster, rows }, how));
      const again = mendText(written.text);
      deepEqual(written.findings.problems, []);
      deepEqual(again.findings.entries, written.findings.entries);
      deepEqual(again.mended, []);
      const cells: string[][] = parse(written.text, { delimiter: ';', bom: true });
      deepEqual(cells.flat().filter(beginsFormula), []);
    }),
    { numRuns: 200 },
  );
});

test('a roster without mistakes stays what it is', () => {
  fc.assert(
    fc.property(sheet, layout, (roster, how) => {
      const { findings } = mendText(csvOf(roster, how));
      const withoutLine = ({ line, ...entry }: { line: number }): object => ({
        ...entry,
        line: line > 0,
      });
      deepEqual(findings.entries.map(withoutLine), entriesOf(roster).map(withoutLine));
    }),
    { numRuns: 200 },
  );
  expect(mendText(`siret\n${SECOND}\n`).mended).toEqual([]);
});
