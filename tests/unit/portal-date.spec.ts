import { expect, test } from '@playwright/test';
import { areDayFirst, parsePortalDate } from '../../src/domain/portal-date.ts';

for (const [text, date] of [
  ['31/01/2028', '2028-01-31'],
  ['31.01.2028 à 09:30', '2028-01-31'],
  ['1/2/2028', '2028-02-01'],
  ['2028-01-31T09:30', '2028-01-31'],
  ['29/02/2028', '2028-02-29'],
  ['30/02/2028', undefined],
  ['29/02/2027', undefined],
  ['01/25/2028', undefined],
  ['2028-25-01', undefined],
  ['00/00/0000', undefined],
  ['jamais', undefined],
  ['', undefined],
] as const) {
  test(`"${text}" is ${date ?? 'no day of the calendar'}`, () => {
    expect(parsePortalDate(text)).toBe(date);
  });
}

test('one date that only a month can begin shows the order of them all', () => {
  expect(areDayFirst(['02/03/2028', undefined, '25/01/2028'])).toBe(true);
  expect(areDayFirst(['02/03/2028', undefined, '01/25/2028'])).toBe(false);
});

test('a date of no order, or none at all, says nothing of the others', () => {
  expect(areDayFirst(['02/03/2028', '00/00/0000', '30/02/2028', '', '—'])).toBe(true);
});
