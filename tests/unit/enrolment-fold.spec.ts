import fc from 'fast-check';
import { expect, test } from '@playwright/test';
import { mayOpen } from '../../src/domain/credential.ts';
import { credentialsOf, currentCredential, foldEnrolment } from '../../src/domain/enrolment.ts';
import { histories } from './ledger-histories.ts';
import { siretOf } from './ledger-place.ts';

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
        enrolment.account.state !== 'done' || credentials.some(({ status }) => mayOpen(status))
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

test('no refusal, and no word that it is not there, makes a credential current', () => {
  const property = fc.property(histories(SIRET), (events) => {
    const last = events.at(-1)?.event.kind ?? '';
    if (!['refused', 'refuted', 'settled-absent'].includes(last)) return true;
    const before = currentCredential(foldEnrolment(SIRET, events.slice(0, -1)));
    const after = currentCredential(foldEnrolment(SIRET, events));
    return after === undefined || after.credential.id === before?.credential.id;
  });
  fc.assert(property, { numRuns: 2_000 });
});
