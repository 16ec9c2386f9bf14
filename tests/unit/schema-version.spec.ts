import { expect, test } from '@playwright/test';
import { schemaStatus } from '../../src/ledger/database/migrations.ts';

const KNOWN = ['0001-journal', '0002-more', '0003-most'];

test('tables that went through all that is known are the same', () => {
  expect(schemaStatus(KNOWN, KNOWN)).toEqual({ kind: 'same' });
});

test('tables that lack some are older, and those that are not there yet lack all', () => {
  expect(schemaStatus(['0001-journal'], KNOWN)).toEqual({
    kind: 'older',
    missing: ['0002-more', '0003-most'],
  });
  expect(schemaStatus([], KNOWN)).toEqual({ kind: 'older', missing: KNOWN });
});

test('tables of a later raccord are newer, also where something is missing', () => {
  expect(schemaStatus([...KNOWN, '0004-later'], KNOWN)).toEqual({
    kind: 'newer',
    unknown: ['0004-later'],
  });
  expect(schemaStatus(['0001-journal', '0004-later'], KNOWN)).toEqual({
    kind: 'newer',
    unknown: ['0004-later'],
  });
});
