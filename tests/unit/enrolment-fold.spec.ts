import fc from 'fast-check';
import { expect, test } from '@playwright/test';
import { mayBeValid, type SealedCredential } from '../../src/domain/credential.ts';
import { credentialsOf, currentCredential, foldEnrolment } from '../../src/domain/enrolment.ts';
import type { LedgerEvent } from '../../src/domain/ledger-event.ts';
import { histories } from './ledger-histories.ts';
import { siretOf } from './ledger-fixtures.ts';

const SIRET = siretOf(1);

test('whatever happens in whatever order, at most one credential of a SIRET is current', () => {
  let renewed = 0;
  let ofTwoAccounts = 0;
  const property = fc.property(histories(SIRET), (events) => {
    const enrolment = foldEnrolment(SIRET, events);
    const credentials = credentialsOf(enrolment);
    const current = credentials.filter(({ status }) => status === 'current');
    // Only a reset that may be another hand's takes a good password's place, and both are kept.
    if (current.length === 0) {
      return (
        enrolment.account.state !== 'done' || credentials.some(({ status }) => mayBeValid(status))
      );
    }
    const logins = new Set(credentials.map(({ credential }) => credential.login));
    if (current[0]?.isRenewal === true) renewed += 1;
    if (logins.size > 1) ofTwoAccounts += 1;
    return current.length === 1;
  });
  fc.assert(property, { numRuns: 2_000 });
  expect(renewed, 'histories that end with a renewed password').toBeGreaterThan(50);
  expect(ofTwoAccounts, 'histories of two accounts').toBeGreaterThan(50);
});

test('no refusal, and no word that it is not there, makes a password good', () => {
  const property = fc.property(histories(SIRET), (events) => {
    const last = events.at(-1)?.event.kind ?? '';
    if (!['refused', 'refuted', 'settled-absent'].includes(last)) return true;
    const before = foldEnrolment(SIRET, events.slice(0, -1));
    const after = currentCredential(foldEnrolment(SIRET, events));
    // A reset that came to nothing leaves the password that opened the account before it.
    const opened = before.sealed.filter(({ worth }) => worth === 'good');
    return (
      after === undefined || opened.some(({ credential }) => credential.id === after.credential.id)
    );
  });
  fc.assert(property, { numRuns: 2_000 });
});

test('an attempt that came to nothing leaves a password that was given up as it was', () => {
  const login = 'TECH_1_x@cpro.fr';
  const found = { name: login, state: 'Actif' };
  const at = '2026-11-23T14:05:01.250Z';
  const sealed = (id: string): SealedCredential => ({
    ...{ id, login, digest: 'd', fingerprint: 'f', capturedAt: at },
  });
  const events: readonly LedgerEvent[] = [
    ...(
      [
        { kind: 'sealed', credential: sealed('reset') },
        { kind: 'intended', credentialId: 'reset', before: {} },
      ] as const
    ).map((event) => ({ stream: 'renewal', login, at, event }) as const),
    {
      ...{ stream: 'account', at },
      event: { kind: 'imported-unproven', credential: sealed('taken in'), found },
    },
    { stream: 'renewal', login, at, event: { kind: 'confirmed', found, by: 'list' } },
    { stream: 'account', at, event: { kind: 'sealed', credential: sealed('new account') } },
    { stream: 'account', at, event: { kind: 'settled-absent' } },
  ];
  const current = currentCredential(foldEnrolment(SIRET, events));
  expect(current?.credential.id).toBe('reset');
});
