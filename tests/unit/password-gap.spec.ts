import { expect, test } from '@playwright/test';
import type { SealedCredential } from '../../src/domain/credential.ts';
import { foldEnrolment, type Enrolment } from '../../src/domain/enrolment.ts';
import type { AccountEvent, RenewalEvent } from '../../src/domain/ledger-event.ts';
import { knownPasswordGap, passwordGap, type PasswordGap } from '../../src/domain/password-gap.ts';
import { credential, EVENTS, siretOf } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const AT = '2026-11-23T14:05:01.250Z';
const LOGIN = 'TECH_1';
const FOUND = { name: LOGIN, state: 'Actif' };

const own = (id: string): SealedCredential => ({ ...credential(id), login: LOGIN });

const SEEN: AccountEvent = { kind: 'seen-other', found: FOUND };
const DONE: readonly AccountEvent[] = [
  EVENTS['not-seen'],
  { kind: 'sealed', credential: own('c1') },
  { kind: 'intended', credentialId: 'c1' },
  { kind: 'confirmed', found: FOUND, by: 'list' },
];
const RESET: readonly RenewalEvent[] = [
  { kind: 'sealed', credential: own('c2') },
  { kind: 'intended', credentialId: 'c2', before: {} },
];
const DOUBTED: RenewalEvent = { kind: 'doubted', reason: 'not shown' };
const UNPROVEN: RenewalEvent = { kind: 'unproven', found: FOUND, reason: 'shown' };
const CHANGED: RenewalEvent = { kind: 'confirmed', found: FOUND, by: 'list' };

function enrolmentOf(
  account: readonly AccountEvent[],
  renewal: readonly RenewalEvent[] = [],
): Enrolment {
  return foldEnrolment(SIRET, [
    ...account.map((event) => ({ at: AT, stream: 'account', event }) as const),
    ...renewal.map((event) => ({ at: AT, stream: 'renewal', login: LOGIN, event }) as const),
  ]);
}

const CASES: readonly [
  name: string,
  enrolment: Enrolment,
  files: readonly string[],
  gap: PasswordGap | undefined,
][] = [
  ['an account that raccord made', enrolmentOf(DONE), ['c1'], undefined],
  ['one whose sealed file is gone', enrolmentOf(DONE), [], 'missing'],
  ['one that raccord never made', enrolmentOf([SEEN]), [], 'missing'],
  ['one that was taken over', enrolmentOf([SEEN], [...RESET, CHANGED]), ['c2'], undefined],
  [
    'one whose taking over is in doubt',
    enrolmentOf([SEEN], [...RESET, DOUBTED]),
    ['c2'],
    'doubtful',
  ],
  [
    'one whose taking over is in doubt, the file being gone',
    enrolmentOf([SEEN], [...RESET, DOUBTED]),
    [],
    'missing',
  ],
  [
    'one whose renewal is unproven',
    enrolmentOf(DONE, [...RESET, UNPROVEN]),
    ['c1', 'c2'],
    'doubtful',
  ],
  [
    'one whose renewal is in doubt',
    enrolmentOf(DONE, [...RESET, DOUBTED]),
    ['c1', 'c2'],
    undefined,
  ],
  ['one that was renewed', enrolmentOf(DONE, [...RESET, CHANGED]), ['c2'], undefined],
  [
    'one that was renewed, with the old file alone',
    enrolmentOf(DONE, [...RESET, CHANGED]),
    ['c1'],
    'missing',
  ],
];

for (const [name, enrolment, files, gap] of CASES) {
  test(`of ${name}, the password is ${gap ?? 'here'}`, () => {
    const isThere = ({ id }: SealedCredential): boolean => files.includes(id);
    expect(passwordGap(enrolment, [LOGIN], isThere)).toBe(gap);
    expect(knownPasswordGap(enrolment, isThere)).toBe(gap);
  });
}

test('the password of an account that the list does not show is none of one that it shows', () => {
  expect(passwordGap(enrolmentOf(DONE), ['TECH_2'], () => true)).toBe('missing');
  expect(passwordGap(enrolmentOf(DONE), ['TECH_2', LOGIN], () => true)).toBe(undefined);
});

test('nothing is said of an account that was not seen, or on which a write is open', () => {
  const silent: readonly (readonly AccountEvent[])[] = [
    [],
    [EVENTS['not-seen']],
    DONE.slice(0, 2),
    DONE.slice(0, 3),
    [...DONE.slice(0, 3), { kind: 'doubted', reason: 'not shown' }],
  ];
  for (const events of silent) {
    expect(knownPasswordGap(enrolmentOf(events), () => false)).toBe(undefined);
  }
});
