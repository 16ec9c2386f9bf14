import { expect, test } from '@playwright/test';
import { RESOURCE_STATES, type ResourceState } from '../../src/domain/enrolment.ts';
import type { EnrolmentRequest } from '../../src/domain/outcome.ts';
import { planAccount, planConnection } from '../../src/domain/planned-enrolment.ts';
import type { Siret } from '../../src/domain/siret.ts';

const REQUEST: EnrolmentRequest = {
  siret: '73282932000074' as Siret,
  contact: { name: 'Camille Martin', phone: '0478000000', email: 'c@exemple.fr' },
  newAccount: false,
};

/** What is planned where the portal's lists show nothing, by what the ledger knows. */
const MISSING: Readonly<Record<ResourceState, string>> = {
  unread: 'do',
  absent: 'do',
  existing: 'do',
  sealed: 'do',
  refused: 'do',
  intended: 'look again',
  accepted: 'look again',
  done: 'cannot',
  unproven: 'cannot',
  doubtful: 'cannot',
};

for (const state of RESOURCE_STATES) {
  test(`what is not on the portal and ${state} in the ledger is planned as "${MISSING[state]}"`, () => {
    const connection = planConnection(REQUEST, { state }, { found: undefined, offered: true });
    const account = planAccount(REQUEST, { state }, { login: undefined, offered: true });
    const meant = MISSING[state];
    expect(connection.action).toBe(meant === 'do' ? 'declare' : meant);
    expect(account.action).toBe(meant === 'do' ? 'create account' : meant);
  });
}

test('what the portal shows needs nothing, and is named', () => {
  const standing = { state: 'unread' } as const;
  expect(planConnection(REQUEST, standing, { found: 'Pldiffusion1', offered: true })).toEqual({
    action: 'nothing to do',
    found: 'Pldiffusion1',
  });
  expect(planAccount(REQUEST, standing, { login: 'TECH_1_x@cpro.fr', offered: true })).toEqual({
    action: 'nothing to do',
    found: 'TECH_1_x@cpro.fr',
  });
});

for (const state of RESOURCE_STATES) {
  const meant = ['intended', 'accepted', 'doubtful', 'unproven', 'refused'].includes(state)
    ? 'look again'
    : 'nothing to do';
  test(`what is on the portal and ${state} in the ledger is planned as "${meant}"`, () => {
    const shown = { found: 'Pldiffusion1', login: 'TECH_1_x@cpro.fr', offered: true };
    expect(planConnection(REQUEST, { state }, shown).action).toBe(meant);
    expect(planAccount(REQUEST, { state }, shown).action).toBe(meant);
  });
}

test('a structure that the portal does not offer cannot be done', () => {
  const standing = { state: 'unread' } as const;
  const why = { action: 'cannot', why: 'STRUCTURE_NOT_OFFERED' };
  expect(planConnection(REQUEST, standing, { found: undefined, offered: false })).toEqual(why);
  expect(planAccount(REQUEST, standing, { login: undefined, offered: false })).toEqual(why);
});

test('an account whose password is kept is in doubt once the list shows none', () => {
  const planned = (state: ResourceState) =>
    planAccount(REQUEST, { state }, { login: undefined, offered: true, isHeld: true });
  const doubt = { action: 'cannot', why: 'OUTCOME_DOUBTFUL' };
  for (const state of ['existing', 'absent', 'done', 'doubtful'] as const) {
    expect(planned(state)).toEqual(doubt);
  }
  expect(planned('intended').action).toBe('look again');
});

test('an account whose password is not here says so where nothing is to be done about it', () => {
  const shown = { login: 'TECH_1_x@cpro.fr', offered: true, gap: 'missing' } as const;
  const planned = (state: ResourceState, more = {}) =>
    planAccount({ ...REQUEST, ...more }, { state }, shown);
  const left = { action: 'nothing to do', found: shown.login, credential: 'missing' };
  expect(planned('existing')).toEqual(left);
  expect(planned('done')).toEqual(left);
  // What is looked at again is told by what that finds.
  expect(planned('unproven')).toEqual({ action: 'look again', found: shown.login });
  expect(planned('existing', { newAccount: true })).toEqual({ action: 'create account' });
  expect(planned('existing', { only: 'connection' })).toEqual({ action: 'nothing to do' });
});

test('the half that was not asked for is left alone', () => {
  const standing = { state: 'unread' } as const;
  const only = { ...REQUEST, only: 'account' } as const;
  const shown = { found: undefined, offered: true };
  expect(planConnection(only, standing, shown).action).toBe('nothing to do');
});

test('a foreign account is left alone unless a new one was asked for', () => {
  const standing = { state: 'existing' } as const;
  const shown = { login: 'TECH_1_x@cpro.fr', offered: true };
  expect(planAccount({ ...REQUEST, newAccount: true }, standing, shown).action).toBe(
    'create account',
  );
});
