import { expect, test } from '@playwright/test';
import {
  accountEvidence,
  type ListedAccount,
  type ExpectedAccount,
} from '../../src/domain/account-evidence.ts';
import { decideSettlement, type Evidence, type ListEvidence } from '../../src/domain/settlement.ts';

const LOGIN = 'TECH_1_73282932000074@cpro.fr';
const MAIL = 'camille@exemple.fr';

/** Intended on 23 November 2026, when the structure had no account. */
const MEANT: ExpectedAccount = {
  login: LOGIN,
  before: { logins: [], contactEmail: MAIL },
  intended: new Date('2026-11-23T14:05:01.250Z'),
};
const OURS: ListedAccount = {
  ...{ login: LOGIN, contact: MAIL, created: '23/11/2026', modified: '23/11/2026' },
};
const OTHER: ListedAccount = { ...OURS, login: 'TECH_2_73282932000074@cpro.fr' };

const READINGS: readonly [
  name: string,
  rows: readonly ListedAccount[],
  says: ListEvidence,
  meant?: Partial<ExpectedAccount>,
][] = [
  ['one account that is new, with our login, our e-mail and of that day', [OURS], 'shown'],
  ['nothing', [], 'not-shown'],
  ['an account of another login alone', [OTHER], 'not-shown'],
  ['the e-mail in capitals', [{ ...OURS, contact: ' Camille@Exemple.FR' }], 'shown'],
  ['a name as the contact', [{ ...OURS, contact: 'Camille Martin' }], 'shown'],
  ['a name with the e-mail', [{ ...OURS, contact: `Camille Martin <${MAIL}>` }], 'shown'],
  ['an e-mail that is cut short', [{ ...OURS, contact: 'camille@exemple…' }], 'shown'],
  ['an e-mail that is hidden in part', [{ ...OURS, contact: 'c****@exemple.fr' }], 'shown'],
  ['a name with another e-mail', [{ ...OURS, contact: 'Luc (luc@exemple.fr)' }], 'contradicts'],
  ['another contact', [{ ...OURS, contact: 'autre@exemple.fr' }], 'contradicts'],
  ['the day before, as the portal counts it', [{ ...OURS, created: '22/11/2026' }], 'shown'],
  ['a creation on no day of the calendar', [{ ...OURS, created: '11/23/2026' }], 'shown'],
  ['a creation on another day', [{ ...OURS, created: '27/11/2026' }], 'contradicts'],
  ['a password that was reset since', [{ ...OURS, modified: '28/11/2026' }], 'contradicts'],
  ['the login alone, on a page without the other columns', [{ login: LOGIN }], 'shown'],
  ['two new accounts', [OURS, OTHER], 'too-many'],
  [
    'one that was ours before, renewed since, beside another that is new',
    ...([
      [{ ...OURS, contact: 'autre@exemple.fr', modified: '02/02/2028' }, OTHER],
      'shown',
      { wasOurs: true },
    ] as const),
  ],
  [
    'one that was ours before, made on another day',
    ...([[{ ...OURS, created: '02/02/2028' }], 'contradicts', { wasOurs: true }] as const),
  ],
  [
    'one that was adopted, made before its password',
    ...([
      [{ ...OURS, created: '02/03/2020' }],
      'shown',
      { wasOurs: true, before: undefined },
    ] as const),
  ],
  [
    'one that was adopted, made after its password',
    ...([
      [{ ...OURS, created: '02/02/2028' }],
      'contradicts',
      { wasOurs: true, before: undefined },
    ] as const),
  ],
  ['none, where one was ours before', [OTHER], 'not-shown', { wasOurs: true }],
  ['the same login twice', [OURS, OURS], 'too-many'],
  [
    'a second account beside one that was there',
    [OTHER, OURS],
    'shown',
    { before: { logins: [OTHER.login], contactEmail: MAIL } },
  ],
  [
    'an account that was there before the intent',
    [OURS],
    'not-shown',
    { before: { logins: [LOGIN], contactEmail: MAIL } },
  ],
  [
    'one that was taken in, of an account whose password was reset that day',
    [{ ...OURS, created: '02/03/2026' }],
    'shown',
    { isTakenIn: true },
  ],
  [
    'one that was taken in, of an account that was changed since',
    [{ ...OURS, modified: '28/11/2026' }],
    'shown',
    { isTakenIn: true },
  ],
  [
    'one that was taken in, and captured before the account was made',
    [{ ...OURS, created: '27/11/2026' }],
    'contradicts',
    { isTakenIn: true },
  ],
];

for (const [name, rows, says, meant = {}] of READINGS) {
  test(`a list of accounts is held against what it was before: ${name} (${says})`, () => {
    expect(accountEvidence({ ...MEANT, ...meant }, rows)).toBe(says);
  });
}

test('an intent of an earlier version, which knows the login alone, is read by that', () => {
  const { login, intended } = MEANT;
  expect(accountEvidence({ login, intended }, [OURS, OTHER])).toBe('shown');
});

/** What is decided of an account when the list shows one with its login. */
function decided(row: ListedAccount, evidence: Pick<Evidence, 'state' | 'isEarlier'>): string {
  const says = accountEvidence(MEANT, [row]);
  return decideSettlement({ kind: 'account', says, isTaken: false, ...evidence }, undefined).kind;
}

test('where another hand makes the account and the portal refuses ours, ours is not made', () => {
  expect(decided(OURS, { state: 'refused', isEarlier: false })).toBe('settled-absent');
  expect(decided(OURS, { state: 'refused', isEarlier: true })).toBe('settled-absent');
});

test('where a run is killed at its click and a person makes the account, it is not proven', () => {
  const cutOff = { state: 'intended', isEarlier: true } as const;
  expect(decided(OURS, cutOff)).toBe('unproven');
  expect(decided({ ...OURS, contact: 'autre@exemple.fr' }, cutOff)).toBe('unproven');
});

test('where an old copy of the home has an intent, a later account is not its own for sure', () => {
  const old = { state: 'intended', isEarlier: true } as const;
  expect(decided({ ...OURS, created: '02/12/2026', modified: '02/12/2026' }, old)).toBe('unproven');
  expect(decided({ ...OURS, modified: '02/12/2026' }, old)).toBe('unproven');
  expect(decided(OURS, old)).toBe('unproven');
});
