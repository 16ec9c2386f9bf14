import fc from 'fast-check';
import { expect, test } from '@playwright/test';
import type { SealedCredential } from '../../src/domain/enrolment.ts';
import {
  applyRenewalEvent,
  NO_RENEWAL,
  RENEWAL_STATES,
  RENEWAL_TRANSITIONS,
  renewalAwaitsReading,
  type RenewalEvent,
  type RenewalEventKind,
  type RenewalStanding,
  type RenewalState,
} from '../../src/domain/renewal.ts';
import { decideRenewal } from '../../src/domain/renewal-outcome.ts';
import { listSays, type ListSays } from '../../src/domain/renewal-reading.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { withRenewals } from '../../src/ledger/renewed-credentials.ts';
import type { CredentialEntry } from '../../src/ledger/transitions.ts';

const SIRET = '73282932000074' as Siret;
const LOGIN = `TECH_1_${SIRET}@cpro.fr`;
const AT = '2026-11-23T14:05:01.250Z';
const EXPIRES = '2028-01-21';

function credential(id: string, login = LOGIN): SealedCredential {
  return { id, login, digest: 'd', fingerprint: 'f', capturedAt: AT };
}

const EVENTS: Readonly<Record<RenewalEventKind, RenewalEvent>> = {
  sealed: { kind: 'sealed', credential: credential('new') },
  intended: { kind: 'intended', credentialId: 'new', before: { expiresOn: '2026-12-01' } },
  accepted: { kind: 'accepted', message: 'oui' },
  refused: { kind: 'refused', message: 'non' },
  changed: { kind: 'changed', found: { name: LOGIN, state: 'Actif' }, by: 'list' },
  'not-changed': { kind: 'not-changed', by: 'list' },
  doubted: { kind: 'doubted', reason: 'accepted, not shown' },
};

const KINDS = Object.keys(EVENTS) as RenewalEventKind[];

/** The shortest way to each state. */
function pathsToStates(): Map<RenewalState, RenewalEventKind[]> {
  const paths = new Map<RenewalState, RenewalEventKind[]>([['none', []]]);
  for (const [state, path] of paths) {
    for (const kind of KINDS) {
      const next = RENEWAL_TRANSITIONS[state][kind];
      if (next !== undefined && !paths.has(next)) paths.set(next, [...path, kind]);
    }
  }
  return paths;
}

test('every state of a renewal is reached by some events', () => {
  expect([...pathsToStates().keys()].sort()).toEqual([...RENEWAL_STATES].sort());
});

test('every other event is refused', () => {
  for (const [state, path] of pathsToStates()) {
    const standing = path.reduce<RenewalStanding>(
      (before, kind) => applyRenewalEvent(before, EVENTS[kind], AT),
      NO_RENEWAL,
    );
    expect(standing.state).toBe(state);
    for (const kind of KINDS.filter((one) => RENEWAL_TRANSITIONS[state][one] === undefined)) {
      expect(() => applyRenewalEvent(standing, EVENTS[kind], AT)).toThrow(
        `no transition of a renewal from ${state} by ${kind}`,
      );
    }
  }
});

test('between two intents there is always a reading, a proof or a person', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...KINDS), { maxLength: 40 }), (kinds) => {
      let state: RenewalState = 'none';
      let isOpen = false;
      for (const kind of kinds) {
        const next: RenewalState | undefined = RENEWAL_TRANSITIONS[state][kind];
        if (next === undefined) continue;
        if (kind === 'intended' || kind === 'sealed') expect(isOpen).toBe(false);
        if (kind === 'intended') isOpen = true;
        if (kind === 'changed' || kind === 'not-changed') isOpen = false;
        expect(renewalAwaitsReading(next)).toBe(isOpen);
        state = next;
      }
    }),
  );
});

test('the earlier password stays current until the new one is known to have taken its place', () => {
  const enrolled: CredentialEntry[] = [
    { siret: SIRET, credential: credential('first'), status: 'current' },
    { siret: SIRET, credential: credential('other', 'TECH_2_x@cpro.fr'), status: 'current' },
  ];
  const after = (...kinds: RenewalEventKind[]): string[] =>
    withRenewals(
      enrolled,
      kinds.map((kind) => ({ siret: SIRET, login: LOGIN, event: EVENTS[kind], at: AT })),
    ).map(({ credential: { id }, status }) => `${id} ${status}`);
  const first = (own: string, fresh: string): string[] => [
    `first ${own}`,
    'other current',
    `new ${fresh}`,
  ];
  expect(after('sealed')).toEqual(first('current', 'captured'));
  expect(after('sealed', 'intended')).toEqual(first('current', 'submitted'));
  expect(after('sealed', 'intended', 'accepted')).toEqual(first('current', 'submitted'));
  expect(after('sealed', 'intended', 'refused')).toEqual(first('current', 'abandoned'));
  expect(after('sealed', 'intended', 'doubted')).toEqual(first('current', 'submitted'));
  expect(after('sealed', 'intended', 'not-changed')).toEqual(first('current', 'abandoned'));
  expect(after('sealed', 'intended', 'refused', 'changed')).toEqual(first('replaced', 'current'));
  expect(after('sealed', 'intended', 'changed')).toEqual(first('replaced', 'current'));
});

const INTENDED = new Date(AT);

const READINGS: readonly [name: string, before: object, now: object, says: ListSays][] = [
  ['a new expiry', { expiresOn: '2026-12-01' }, { expiresOn: EXPIRES }, 'changed'],
  ['a new expiry, a day off', { expiresOn: '2026-12-01' }, { expiresOn: '2028-01-22' }, 'changed'],
  [
    'a new expiry of another length, modified that day',
    { expiresOn: '2026-12-01', modified: '01/10/2025' },
    { expiresOn: '2027-11-23', modified: '23/11/2026' },
    'changed',
  ],
  [
    'an expiry that another hand made',
    { expiresOn: '2026-12-01', modified: '01/10/2025' },
    { expiresOn: '2028-02-15', modified: '18/12/2026' },
    'contradicts',
  ],
  ['the same expiry', { expiresOn: '2026-12-01' }, { expiresOn: '2026-12-01' }, 'unchanged'],
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
    'changed',
  ],
  ['an expiry that is not shown any more', { expiresOn: '2026-12-01' }, {}, 'cannot-tell'],
  ['a list without dates', {}, {}, 'cannot-tell'],
  [
    'a list with days of change alone',
    { modified: '01/10/2025' },
    { modified: '01/10/2025' },
    'unchanged',
  ],
  [
    'a day of change that is that day',
    { modified: '01/10/2025' },
    { modified: '23/11/2026' },
    'changed',
  ],
];

for (const [name, before, now, says] of READINGS) {
  test(`a list is held against what it was before: ${name} (${says})`, () => {
    expect(listSays(before, now, INTENDED)).toBe(says);
  });
}

test('what is due is decided by expiry and by whose account it is', () => {
  const terms = { withinDays: 60, adopt: false };
  const account = { own: true, awaitsReading: false, expiresOn: '2027-01-22' };
  expect(decideRenewal(account, terms, INTENDED)).toBe('due');
  expect(decideRenewal({ ...account, expiresOn: '2027-01-23' }, terms, INTENDED)).toBe('not-due');
  expect(decideRenewal({ ...account, expiresOn: '2020-01-01' }, terms, INTENDED)).toBe('due');
  expect(decideRenewal({ ...account, own: false }, terms, INTENDED)).toBe('adoptable');
  expect(decideRenewal({ ...account, own: false }, { ...terms, adopt: true }, INTENDED)).toBe(
    'due',
  );
  expect(decideRenewal({ ...account, awaitsReading: true }, terms, INTENDED)).toBe('unsettled');
  expect(decideRenewal({ own: true, awaitsReading: false }, terms, INTENDED)).toBe('not-due');
});
