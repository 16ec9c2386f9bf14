import { expect, test } from '@playwright/test';
import { decideRenewal } from '../../src/domain/renewal-outcome.ts';
import { renewalEvidence } from '../../src/domain/account-evidence.ts';
import type { ListEvidence } from '../../src/domain/settlement.ts';

const AT = '2026-11-23T14:05:01.250Z';
const EXPIRES = '2028-01-21';

const INTENDED = new Date(AT);

const READINGS: readonly [name: string, before: object, now: object, says: ListEvidence][] = [
  ['a new expiry', { expiresOn: '2026-12-01' }, { expiresOn: EXPIRES }, 'shown'],
  ['a new expiry, a day off', { expiresOn: '2026-12-01' }, { expiresOn: '2028-01-22' }, 'shown'],
  [
    'a new expiry of another length, modified that day',
    { expiresOn: '2026-12-01', modified: '01/10/2025' },
    { expiresOn: '2027-11-23', modified: '23/11/2026' },
    'shown',
  ],
  [
    'an expiry that another hand made',
    { expiresOn: '2026-12-01', modified: '01/10/2025' },
    { expiresOn: '2028-02-15', modified: '18/12/2026' },
    'contradicts',
  ],
  ['the same expiry', { expiresOn: '2026-12-01' }, { expiresOn: '2026-12-01' }, 'not-shown'],
  [
    'the same expiry, modified since',
    { expiresOn: '2026-12-01', modified: '01/10/2025' },
    { expiresOn: '2026-12-01', modified: '23/11/2026' },
    'contradicts',
  ],
  [
    'an account of the same day',
    { expiresOn: EXPIRES, modified: '23/11/2026' },
    { expiresOn: EXPIRES, modified: '23/11/2026' },
    'cannot-tell',
  ],
  [
    'an account of the same day, with the time',
    { expiresOn: EXPIRES, modified: '23/11/2026 09:00' },
    { expiresOn: EXPIRES, modified: '23/11/2026 15:05' },
    'shown',
  ],
  ['an expiry that is not shown any more', { expiresOn: '2026-12-01' }, {}, 'cannot-tell'],
  ['a list without dates', {}, {}, 'cannot-tell'],
  [
    'a list with days of change alone',
    { modified: '01/10/2025' },
    { modified: '01/10/2025' },
    'not-shown',
  ],
  [
    'a change at a time that cannot be read',
    { modified: '01/10/2025' },
    { modified: 'il y a 2 minutes' },
    'cannot-tell',
  ],
  [
    'a day of change that is that day',
    { modified: '01/10/2025' },
    { modified: '23/11/2026' },
    'shown',
  ],
];

for (const [name, before, now, says] of READINGS) {
  test(`a list is held against what it was before: ${name} (${says})`, () => {
    expect(renewalEvidence(before, now, INTENDED)).toBe(says);
  });
}

test('what is due is decided by expiry and by whose account it is', () => {
  const terms = { withinDays: 60, adopt: false };
  const account = { own: true, isUnconfirmedState: false, expiresOn: '2027-01-22' };
  expect(decideRenewal(account, terms, INTENDED)).toBe('due');
  expect(decideRenewal({ ...account, expiresOn: '2027-01-23' }, terms, INTENDED)).toBe('not-due');
  expect(decideRenewal({ ...account, expiresOn: '2020-01-01' }, terms, INTENDED)).toBe('due');
  expect(decideRenewal({ ...account, expiresOn: '2028-25-01' }, terms, INTENDED)).toBe('not-due');
  expect(decideRenewal({ ...account, own: false }, terms, INTENDED)).toBe('adoptable');
  expect(decideRenewal({ ...account, own: false }, { ...terms, adopt: true }, INTENDED)).toBe(
    'due',
  );
  expect(decideRenewal({ ...account, isUnconfirmedState: true }, terms, INTENDED)).toBe(
    'unsettled',
  );
  expect(decideRenewal({ own: true, isUnconfirmedState: false }, terms, INTENDED)).toBe('not-due');
});
