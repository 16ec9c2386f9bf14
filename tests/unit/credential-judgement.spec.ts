import { expect, test } from '@playwright/test';
import {
  judgementsByWord,
  passwordsInDoubt,
  passwordsToJudge,
  settlementBy,
  type PasswordJudgement,
} from '../../src/domain/credential-judgement.ts';
import { credentialsOf, foldEnrolment, type Enrolment } from '../../src/domain/enrolment.ts';
import type { AccountEvent, LedgerEvent, RenewalEvent } from '../../src/domain/ledger-event.ts';
import { credential, EVENTS, siretOf } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const AT = '2026-11-23T14:05:01.250Z';
const ROW = (name: string) => ({ name, state: 'Actif' });
const ofLogin = (id: string, login: string) => ({ ...credential(id), login });

const account = (...events: readonly AccountEvent[]): LedgerEvent[] =>
  events.map((event) => ({ stream: 'account', at: AT, event }));
const renewal = (login: string, ...events: readonly RenewalEvent[]): LedgerEvent[] =>
  events.map((event) => ({ stream: 'renewal', login, at: AT, event }));

/** An account that was submitted, with what is known of it. */
function made(id: string, login: string, known: 'confirmed' | 'unproven'): LedgerEvent[] {
  const found = ROW(login);
  return account(
    { kind: 'sealed', credential: ofLogin(id, login) },
    { kind: 'intended', credentialId: id, before: { logins: [], contactEmail: 'a@b.fr' } },
    known === 'confirmed'
      ? { kind: known, found, by: 'list' }
      : { kind: known, found, reason: 'cut' },
  );
}

function reset(id: string, login: string, known: 'confirmed' | 'unproven'): LedgerEvent[] {
  const found = ROW(login);
  return renewal(
    login,
    { kind: 'sealed', credential: ofLogin(id, login) },
    { kind: 'intended', credentialId: id, before: {} },
    known === 'confirmed'
      ? { kind: known, found, by: 'list' }
      : { kind: known, found, reason: 'cut' },
  );
}

const FIRST_READ = account(EVENTS['not-seen']);
const TWO_UNPROVEN = [
  ...FIRST_READ,
  ...made('u1', 'TECH_1', 'unproven'),
  ...made('u2', 'TECH_2', 'unproven'),
];
const RESET_UNPROVEN = [
  ...FIRST_READ,
  ...made('c1', 'TECH_1', 'confirmed'),
  ...reset('r1', 'TECH_1', 'unproven'),
];
const RENEWED = [
  ...FIRST_READ,
  ...made('c1', 'TECH_1', 'confirmed'),
  ...reset('r1', 'TECH_1', 'confirmed'),
];
const TAKEN_IN = [
  ...FIRST_READ,
  ...made('c1', 'TECH_1', 'confirmed'),
  ...renewal('TECH_1', {
    ...{ kind: 'imported-unproven', credential: ofLogin('r1', 'TECH_1'), found: ROW('TECH_1') },
  }),
];

type Judgement = readonly [id: string, works: boolean, by?: PasswordJudgement['by']];

/** The history with what the judgements settle, one after the other. */
function judged(events: readonly LedgerEvent[], ...judgements: readonly Judgement[]): Enrolment {
  const all = judgements.reduce((before, [credentialId, works, by = 'proof']) => {
    const settled = settlementBy(foldEnrolment(SIRET, before), { credentialId, works, by });
    if (settled === undefined) return before;
    const { subject, event } = settled;
    const stream =
      typeof subject === 'string'
        ? { stream: subject }
        : { stream: 'renewal', login: subject.login };
    return [...before, { ...stream, at: AT, event } as LedgerEvent];
  }, events);
  return foldEnrolment(SIRET, all);
}

const statusesOf = (enrolment: Enrolment): string =>
  credentialsOf(enrolment)
    .map(({ credential: { id }, status }) => `${id} ${status}`)
    .join(', ');

const CASES: readonly [string, readonly LedgerEvent[], readonly Judgement[], statuses: string][] = [
  [
    'of the earlier of two unproven accounts that works leaves the later one unproven',
    TWO_UNPROVEN,
    [['u1', true]],
    'u1 current, u2 unproven',
  ],
  [
    'of the earlier of two that does not work leaves the later one unproven',
    TWO_UNPROVEN,
    [['u1', false]],
    'u1 abandoned, u2 unproven',
  ],
  [
    'of the later of two that works gives up the earlier one',
    TWO_UNPROVEN,
    [['u2', true]],
    'u1 abandoned, u2 current',
  ],
  [
    'of the later of two that does not work leaves the earlier one unproven',
    TWO_UNPROVEN,
    [['u2', false]],
    'u1 unproven, u2 abandoned',
  ],
  [
    'of both that work uses the later one',
    TWO_UNPROVEN,
    [
      ['u1', true],
      ['u2', true],
    ],
    'u1 abandoned, u2 current',
  ],
  [
    'of both, of which the first works, uses that',
    TWO_UNPROVEN,
    [
      ['u1', true],
      ['u2', false],
    ],
    'u1 current, u2 abandoned',
  ],
  [
    'that was given up meanwhile settles nothing',
    TWO_UNPROVEN,
    [
      ['u2', true],
      ['u1', true],
    ],
    'u1 abandoned, u2 current',
  ],
  [
    'of a reset before an unproven account settles the reset alone',
    [...RESET_UNPROVEN, ...made('u2', 'TECH_2', 'unproven')],
    [['r1', true]],
    'c1 replaced, r1 current, u2 unproven',
  ],
  [
    'of an account beside an unproven reset gives up the account that was reset',
    [...RESET_UNPROVEN, ...made('u2', 'TECH_2', 'unproven')],
    [['u2', true]],
    'c1 abandoned, r1 abandoned, u2 current',
  ],
  ['of a reset that works settles it', RESET_UNPROVEN, [['r1', true]], 'c1 replaced, r1 current'],
  [
    'of a reset that the API refuses is not enough',
    RESET_UNPROVEN,
    [['r1', false]],
    'c1 submitted, r1 unproven',
  ],
  [
    'of a reset that a person refuses settles it',
    RESET_UNPROVEN,
    [['r1', false, 'person']],
    'c1 current, r1 abandoned',
  ],
  ['of a file taken in that works settles it', TAKEN_IN, [['r1', true]], 'c1 replaced, r1 current'],
  [
    'of a file taken in that is refused leaves what was before it',
    TAKEN_IN,
    [['r1', false]],
    'c1 current, r1 abandoned',
  ],
  [
    'of a password that is in no doubt settles nothing',
    RENEWED,
    [
      ['c1', false],
      ['r1', false],
    ],
    'c1 replaced, r1 current',
  ],
  [
    'of the replaced password of an account that is no longer listed settles nothing',
    [...RENEWED, ...account(EVENTS.doubted)],
    [['c1', false, 'person']],
    'c1 replaced, r1 submitted',
  ],
  [
    'of the renewed password of an account that is no longer listed settles the account',
    [...RENEWED, ...account(EVENTS.doubted)],
    [['r1', true, 'person']],
    'c1 replaced, r1 current',
  ],
];

for (const [title, events, judgements, expected] of CASES) {
  test(`the judgement ${title}`, () => {
    expect(statusesOf(judged(events, ...judgements))).toBe(expected);
  });
}

test('a judgement names the write that it settles, whichever is the latest', () => {
  const enrolment = foldEnrolment(SIRET, TWO_UNPROVEN);
  expect(passwordsInDoubt(enrolment).map(({ tested }) => tested.id)).toEqual(['u2', 'u1']);
  expect(settlementBy(enrolment, { credentialId: 'u1', works: true, by: 'proof' })).toEqual({
    subject: 'account',
    event: { kind: 'confirmed', found: ROW('TECH_1'), by: 'proof', credentialId: 'u1' },
  });
});

test('a judgement without its credential is of the latest write, as earlier versions meant it', () => {
  const enrolment = foldEnrolment(SIRET, [
    ...TWO_UNPROVEN,
    ...account({ kind: 'refuted', by: 'proof' }),
  ]);
  expect(statusesOf(enrolment)).toBe('u1 unproven, u2 abandoned');
});

test('a judgement of a credential without an open write cannot be recorded', () => {
  const events = account({ kind: 'refuted', by: 'proof', credentialId: 'c9' });
  expect(() => foldEnrolment(SIRET, [...TWO_UNPROVEN, ...events])).toThrow('without an open write');
});

test('a reset that works has the expiry of its password, not the one before', () => {
  const enrolment = judged(TAKEN_IN, ['r1', true]);
  expect(enrolment.account.observation).toMatchObject({ found: { expiresOn: '2028-01-21' } });
});

const GONE = account(EVENTS.doubted);

const RESET_LOST = [
  ...FIRST_READ,
  ...made('c1', 'TECH_1', 'confirmed'),
  ...renewal(
    'TECH_1',
    { kind: 'sealed', credential: ofLogin('r1', 'TECH_1') },
    { kind: 'intended', credentialId: 'r1', before: {} },
    { kind: 'doubted', reason: 'missing' },
  ),
  ...GONE,
];

test('of an account that is no longer listed, a person is asked about its reset in doubt alone', () => {
  const askedOf = (events: readonly LedgerEvent[]): string[] =>
    passwordsToJudge(foldEnrolment(SIRET, events)).map(({ tested: { id } }) => id);
  expect(askedOf(RESET_LOST)).toEqual(['r1']);
  expect(judged(RESET_LOST, ['r1', true, 'person']).account.state).toBe('done');
  expect(askedOf([...RENEWED, ...GONE])).toEqual(['r1']);
  expect(askedOf(TWO_UNPROVEN)).toEqual(['u2', 'u1']);
});

test('a person whose old password works says that the account is there, which no repetition undoes', () => {
  const before = foldEnrolment(SIRET, RESET_LOST);
  const said = passwordsToJudge(before).flatMap((one) => judgementsByWord(before, one, 'old'));
  const after = judged(
    RESET_LOST,
    ...said.map(({ credentialId, works, by }) => [credentialId, works, by] as const),
  );
  expect(statusesOf(after)).toBe('c1 current, r1 abandoned');
  expect(passwordsToJudge(after)).toEqual([]);
});

test('another reading of the account leaves an unproven reset as it was', () => {
  const read = account({ kind: 'confirmed', found: ROW('TECH_1'), by: 'list' });
  const enrolment = foldEnrolment(SIRET, [...RESET_UNPROVEN, ...read, ...read]);
  expect(statusesOf(enrolment)).toBe('c1 submitted, r1 unproven');
});

test('an adopted account that is no longer listed is in doubt, until it is back', () => {
  const adopted = [
    ...account({ kind: 'seen-other', found: ROW('TECH_1') }),
    ...reset('r1', 'TECH_1', 'confirmed'),
  ];
  const doubted = [...adopted, ...account(EVENTS.doubted)];
  expect(foldEnrolment(SIRET, doubted).account.state).toBe('doubtful');
  expect(statusesOf(foldEnrolment(SIRET, doubted))).toBe('r1 submitted');
  const back = account({ kind: 'confirmed', found: ROW('TECH_1'), by: 'list' });
  expect(statusesOf(foldEnrolment(SIRET, [...doubted, ...back]))).toBe('r1 current');
  expect(statusesOf(foldEnrolment(SIRET, [...doubted, ...account(EVENTS.refuted)]))).toBe(
    'r1 abandoned',
  );
});
