import { expect, test } from '@playwright/test';
import type { Siret } from '../../src/domain/siret.ts';
import { onePerSiret } from '../../src/notify/run-summary.ts';

const LYON = '73282932000074' as Siret;
const LILLE = '73282932000017' as Siret;

test('a SIRET that failed several times is told once, with its first code and all that happened', () => {
  expect(
    onePerSiret([
      { siret: LYON, code: 'STRUCTURE_NOT_OFFERED', what: 'Not in the list.' },
      { siret: LILLE, code: 'DELIVERY_FAILED', what: 'No answer.' },
      { siret: LYON, code: 'STRUCTURE_NOT_OFFERED', what: 'Not in the list.' },
      { siret: LYON, code: 'account-refused', what: 'Refused.' },
    ]),
  ).toEqual([
    { siret: LYON, code: 'STRUCTURE_NOT_OFFERED', what: 'Not in the list. Refused.' },
    { siret: LILLE, code: 'DELIVERY_FAILED', what: 'No answer.' },
  ]);
});
