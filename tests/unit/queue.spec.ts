import { expect, test } from '@playwright/test';
import { ERROR_POLICIES } from '../../src/errors/error-policy.ts';
import { EXIT } from '../../src/errors/exit-code.ts';
import { RaccordError } from '../../src/errors/raccord-error.ts';
import type { ErrorCode } from '../../src/errors/error-details.ts';
import {
  accountOf,
  afterLostWorker,
  afterWork,
  canSignIn,
  consequenceOf,
  isPaused,
  nextAccount,
  nextPause,
  unavailableAtEnd,
  type AccountStatus,
  type Means,
} from '../../src/domain/account-queue.ts';
import { siretOf } from './ledger-fixtures.ts';
import { errorOf } from './error-details.ts';

const NOW = '2026-11-27T10:00:00.000Z';
const EARLIER = '2026-11-27T09:00:00.000Z';
const LATER = '2026-11-27T11:00:00.000Z';
const PORTAL = 'portail.example';
const HOST = 'one';

const MEANS: Means = { hasSecondFactor: true, hasSession: false };

const LEASE_LOST = new RaccordError('LEASE_LOST', {});
const REFUSED = new RaccordError('ACCOUNT_REFUSED', { message: 'non' });
const NO_PASSWORD = new RaccordError('PASSWORD_MISSING', { siret: siretOf(1), login: 'TECH_1' });

const CODES = Object.keys(ERROR_POLICIES) as ErrorCode[];

function standing(login: string, more: Partial<AccountStatus> = {}): AccountStatus {
  return { ...accountOf(PORTAL, login), waitingSince: NOW, isHeld: false, ...more };
}

function loginTaken(
  standings: readonly AccountStatus[],
  { means = MEANS, offered }: { means?: Means; offered?: string } = {},
): string | undefined {
  return nextAccount(
    standings.map((one) => ({ standing: one, means })),
    {
      ...{ host: HOST, now: NOW },
      ...(offered !== undefined && { offered: accountOf(PORTAL, offered) }),
    },
  )?.standing.login;
}

test('an account has one name, however its login is written', () => {
  expect(accountOf(PORTAL, ' Camille@Exemple.fr ')).toEqual({
    portal: PORTAL,
    login: 'camille@exemple.fr',
  });
});

test('the account whose rows have waited longest is taken', () => {
  const standings = [standing('a'), standing('b', { waitingSince: EARLIER })];
  expect(loginTaken(standings)).toBe('b');
});

test('the account that was offered goes before one that has waited longer', () => {
  const standings = [standing('a'), standing('b', { waitingSince: EARLIER })];
  expect(loginTaken(standings, { offered: 'a' })).toBe('a');
});

test('an offer gives nothing that may not be taken', () => {
  expect(loginTaken([standing('a', { isHeld: true })], { offered: 'a' })).toBeUndefined();
  expect(loginTaken([standing('b')], { offered: 'a' })).toBe('b');
});

for (const [why, more] of [
  ['that another holds', { isHeld: true }],
  ['that a person paused', { pause: { reason: 'ASKED', since: EARLIER } }],
  [
    'whose pause is not over',
    { pause: { reason: 'PORTAL_UNAVAILABLE', since: EARLIER, until: LATER } },
  ],
] as const) {
  test(`an account ${why} is not taken`, () => {
    expect(loginTaken([standing('a', more)])).toBeUndefined();
  });
}

test('an account is taken again once its pause is over', () => {
  const pause = { reason: 'PORTAL_UNAVAILABLE', since: EARLIER, until: NOW } as const;
  expect(isPaused({ pause }, NOW)).toBe(false);
  expect(loginTaken([standing('a', { pause })])).toBe('a');
});

test('an account without waiting rows is not taken', () => {
  expect(loginTaken([{ ...accountOf(PORTAL, 'a'), isHeld: false }])).toBeUndefined();
});

test('an account whose codes no machine computes is taken only where a person signed in', () => {
  const session = { hasSecondFactor: false, hasSession: true };
  expect(canSignIn({ hasSecondFactor: false, hasSession: false }, {}, HOST)).toBe(false);
  expect(canSignIn(session, {}, HOST)).toBe(true);
  expect(canSignIn(session, { pinnedTo: HOST }, HOST)).toBe(true);
  expect(canSignIn(session, { pinnedTo: 'two' }, HOST)).toBe(false);
});

test('another host of the same name does not take it: it has no session', () => {
  const means = { hasSecondFactor: false, hasSession: false };
  expect(canSignIn(means, { pinnedTo: HOST }, HOST)).toBe(false);
});

test('any machine that computes codes takes an account, wherever a person signed in', () => {
  expect(canSignIn(MEANS, { pinnedTo: 'two' }, HOST)).toBe(true);
});

test('a row is parked once three workers vanished with it', () => {
  expect([1, 2, 3, 4].map((lost) => afterLostWorker(lost).state)).toEqual([
    ...['waiting', 'waiting', 'parked', 'parked'],
  ]);
  expect(afterLostWorker(3).reason).toBe('WORKERS_LOST');
});

test('what ends all work says nothing about the row that met it', () => {
  expect(afterWork([REFUSED, LEASE_LOST])).toEqual({ state: 'waiting' });
  for (const code of CODES.filter((one) => ERROR_POLICIES[one].scope === 'run')) {
    expect(afterWork([errorOf(code)]), code).toEqual({ state: 'waiting' });
  }
});

test('a row that met its own error has failed for it, and what is no failure is done', () => {
  expect(afterWork([])).toEqual({ state: 'done' });
  expect(afterWork([NO_PASSWORD])).toEqual({ state: 'done' });
  expect(afterWork([NO_PASSWORD, REFUSED])).toEqual({ state: 'failed', reason: 'ACCOUNT_REFUSED' });
});

test('a portal that was unavailable for the last rows, with nothing answered since, is down', () => {
  const [down, page, own] = [
    errorOf('PORTAL_UNAVAILABLE'),
    errorOf('PAGE_UNEXPECTED'),
    errorOf('STRUCTURE_NOT_OFFERED'),
  ];
  expect(unavailableAtEnd([[], [down]])).toBe(down);
  expect(unavailableAtEnd([[own], [NO_PASSWORD, down], [page]])).toBe(down);
  for (const answered of [[], [own], [NO_PASSWORD]]) {
    expect(unavailableAtEnd([[down], answered, [page]])).toBeUndefined();
  }
  expect(unavailableAtEnd([])).toBeUndefined();
});

test('what needs a person, or a refused sign-in, pauses the account until a person resumes it', () => {
  const codes = CODES.filter((code) =>
    ([EXIT.personNeeded, EXIT.signInRefused] as number[]).includes(ERROR_POLICIES[code].exit),
  );
  expect(codes).toContain('PASSWORD_REFUSED');
  for (const code of codes) expect(consequenceOf(code), code).toEqual({ kind: 'pause' });
});

test('a page that is not as expected pauses the account, and so does a defect of raccord', () => {
  for (const code of ['PAGE_UNEXPECTED', 'CONTROL_NOT_FOUND', 'UNEXPECTED'] as const) {
    expect(consequenceOf(code), code).toEqual({ kind: 'pause' });
  }
});

test('a portal that is down pauses the account for a while', () => {
  expect(consequenceOf('PORTAL_UNAVAILABLE')).toEqual({ kind: 'pause', forMs: 900_000 });
});

test('an account that another works on is left for later', () => {
  for (const code of ['LEASE_LOST', 'HOME_LOCKED', 'ACCOUNT_LOCKED', 'INTERRUPTED'] as const) {
    expect(consequenceOf(code), code).toEqual({ kind: 'later' });
  }
});

test('what is wrong with a machine ends its worker and pauses nothing', () => {
  for (const code of [
    'BROWSER_NOT_FOUND',
    'HOME_UNWRITABLE',
    'VAULT_UNWRITABLE',
    'LEAK_FOUND',
  ] as const) {
    expect(consequenceOf(code), code).toEqual({ kind: 'end-worker' });
  }
});
test('a pause is news once, and again only after the work has gone well or for another reason', () => {
  const refused = { reason: 'PASSWORD_REFUSED', since: EARLIER } as const;
  const down = { reason: 'PORTAL_UNAVAILABLE', since: EARLIER, until: EARLIER } as const;
  expect(nextPause(undefined, refused)).toEqual({ pause: refused, isNew: true });
  expect(nextPause(refused, { ...refused, since: NOW })).toEqual({ pause: refused, isNew: false });
  // The portal is still down after the first pause has ended.
  expect(nextPause(down, { ...down, since: NOW, until: LATER })).toEqual({
    pause: { ...down, until: LATER },
    isNew: false,
  });
  expect(nextPause(down, refused)).toEqual({ pause: refused, isNew: true });
});

test('a pause that a person has to end is not ended by one that ends by itself', () => {
  const asked = { reason: 'ASKED', since: EARLIER } as const;
  const down = { reason: 'PORTAL_UNAVAILABLE', since: NOW, until: LATER } as const;
  const refused = { reason: 'PASSWORD_REFUSED', since: NOW } as const;
  expect(nextPause(asked, down)).toEqual({ pause: asked, isNew: false });
  expect(nextPause(refused, { ...asked, since: NOW })).toEqual({ pause: refused, isNew: false });
  expect(nextPause(asked, refused)).toEqual({ pause: refused, isNew: true });
});
