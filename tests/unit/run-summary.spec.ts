import { expect, test } from '@playwright/test';
import type { Siret } from '../../src/domain/siret.ts';
import { nextSteps } from '../../src/reporting/notify/next-steps.ts';
import {
  inOrder,
  onePerSiret,
  shortList,
  type Failure,
} from '../../src/reporting/notify/run-summary.ts';

const LYON = '73282932000074' as Siret;
const LILLE = '73282932000017' as Siret;

const RIGHT = 'Ask for the right.';

const NOT_OFFERED: Failure = {
  ...{ siret: LYON, code: 'STRUCTURE_NOT_OFFERED', what: 'Not in the list.', next: RIGHT },
  ...{ expected: 'the SIRET', found: '"A", "B"' },
  commands: [`raccord plan --siret ${LYON}`],
};

test('a SIRET whose halves failed with one code is one entry, with the code once', () => {
  const again = { ...NOT_OFFERED, what: 'Not in the other list.', found: '"A", "B", "C"' };
  expect(onePerSiret([NOT_OFFERED, again])).toEqual([
    {
      ...{ siret: LYON, code: 'STRUCTURE_NOT_OFFERED', what: 'Not in the list.' },
      ...{ expected: 'the SIRET', found: '"A", "B"' },
    },
  ]);
});

test('what else a SIRET failed with stands below its first code', () => {
  expect(
    onePerSiret([
      NOT_OFFERED,
      { siret: LILLE, code: 'DELIVERY_FAILED', what: 'No answer.' },
      { siret: LYON, code: 'account-refused', what: 'Refused.' },
    ]),
  ).toEqual([
    expect.objectContaining({
      siret: LYON,
      code: 'STRUCTURE_NOT_OFFERED',
      also: [{ code: 'account-refused', what: 'Refused.' }],
    }),
    { siret: LILLE, code: 'DELIVERY_FAILED', what: 'No answer.' },
  ]);
});

test('a long list is cut at a whole name, in either language, and the rest is counted', () => {
  const names = (open: string, close: string): string =>
    Array.from({ length: 300 }, (_, index) => `${open}SIRET, ${index}${close}`).join(', ');
  expect(shortList(names('"', '"'))).toBe(
    '"SIRET, 0", "SIRET, 1", "SIRET, 2", "SIRET, 3", "SIRET, 4", … (+295)',
  );
  expect(shortList(names('« ', ' »'))).toMatch(/« SIRET, 4 », … \(\+295\)$/u);
  expect(shortList('"one", "two"')).toBe('"one", "two"');
  expect(shortList('x'.repeat(10_000)).length).toBeLessThan(700);
});

test('what ended the run comes first, each cause once with its SIRETs, then the command again', () => {
  const again = { what: 'Run it again.', command: 'raccord batch --input a.csv --yes' };
  const steps = nextSteps({
    endings: [
      { code: 'CODE_NEEDED', what: '', next: 'Sign in first.', commands: ['raccord sign-in'] },
    ],
    failures: [
      NOT_OFFERED,
      NOT_OFFERED,
      { ...NOT_OFFERED, siret: LILLE, commands: [`raccord plan --siret ${LILLE}`] },
    ],
    again,
  });
  expect(steps).toEqual([
    { what: 'Sign in first.', sirets: [], commands: ['raccord sign-in'] },
    {
      what: RIGHT,
      sirets: [LYON, LILLE],
      commands: [`raccord plan --siret ${LYON}`, `raccord plan --siret ${LILLE}`],
    },
    { what: 'Run it again.', sirets: [], commands: ['raccord batch --input a.csv --yes'] },
  ]);
  expect(nextSteps({ endings: [], failures: [] })).toEqual([]);
});

test('in order is what neither failed, nor is told of, nor was left', () => {
  const sirets = { all: 40, failed: 1, left: 5 };
  const failures = onePerSiret([NOT_OFFERED, { ...NOT_OFFERED, siret: LILLE }]);
  expect(inOrder({ sirets, failures })).toBe(33);
  expect(inOrder({ sirets: { all: 0, failed: 0, left: 0 }, failures: [] })).toBe(0);
});
