import { expect, test } from '@playwright/test';
import { summariseRenewals } from '../../src/domain/renewal-outcome.ts';
import type { RenewalResult } from '../../src/domain/renewal-outcome.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

const renewal = (outcome: RenewalResult['outcome']): RenewalResult => ({
  ...{ siret: '73282932000074' as Siret, login: 'TECH', own: true, outcome },
});

test('the summary of renewals leaves out what there is none of', () => {
  const summary = summariseRenewals([renewal('due'), renewal('due'), renewal('failed')]);
  expect(textsFor('en').renew.summary(60, summary)).toBe(
    '3 accounts, due within 60 days: 2 to renew, 1 failed',
  );
  expect(textsFor('fr').renew.summary(60, summary)).toBe(
    '3 comptes, échéance à 60 jours : 2 à renouveler, 1 échecs',
  );
});
