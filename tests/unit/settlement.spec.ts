import { expect, test } from '@playwright/test';
import {
  decideSettlement,
  needsPasswordVerdict,
  type Evidence,
  type PasswordVerdict,
} from '../../src/domain/settlement.ts';

type Case = Partial<Evidence> & {
  readonly proof?: PasswordVerdict;
  readonly verdict: string;
};

/** Right after a click that the portal took: what is meant is in the list. */
const CLEAN: Omit<Evidence, 'kind'> = {
  ...{ state: 'accepted', says: 'shown', isEarlier: false, isTaken: true },
};
/** Of an earlier run that was killed at its click. */
const CUT_OFF = { state: 'intended', isEarlier: true, isTaken: false } as const;
/** Of this run, whose answer broke off. */
const BROKEN = { state: 'intended', isTaken: false } as const;
const REFUSED = { state: 'refused', isTaken: false } as const;
const DOUBTED = { state: 'doubtful', isEarlier: true, isTaken: false } as const;
const UNPROVEN = { state: 'unproven', isEarlier: true, isTaken: false } as const;

const ACCOUNTS: Readonly<Record<string, Case>> = {
  'that the portal took and lists is ours': { verdict: 'confirmed by list' },
  'that it took without a word and lists is ours': {
    ...{ state: 'intended', verdict: 'confirmed by list' },
  },
  'that it took before the run was killed is ours': {
    ...{ isEarlier: true, verdict: 'confirmed by list' },
  },
  'that it refused is never ours, whatever the list shows': {
    ...{ ...REFUSED, verdict: 'settled-absent' },
  },
  'that it refused to an earlier run is never ours': {
    ...{ ...REFUSED, isEarlier: true, verdict: 'settled-absent' },
  },
  'that appears after a killed click may be a person’s': { ...CUT_OFF, verdict: 'unproven' },
  'that appears after a broken answer may be another hand’s': { ...BROKEN, verdict: 'unproven' },
  'that appears after a doubt may be another hand’s': { ...DOUBTED, verdict: 'unproven' },
  'that was ours before it vanished is ours once it is back': {
    ...{ ...DOUBTED, wasOurs: true, verdict: 'confirmed by list' },
  },
  'that was ours before it vanished and looks like another’s is in doubt': {
    ...{ ...DOUBTED, wasOurs: true, says: 'contradicts', verdict: 'doubted' },
  },
  'whose password works is ours': { ...CUT_OFF, proof: 'new', verdict: 'confirmed by proof' },
  'whose password is refused is not ours': {
    ...{ ...UNPROVEN, proof: 'not-new', verdict: 'refuted by proof' },
  },
  'that is not proven yet stays so': { ...UNPROVEN, verdict: 'unproven' },
  'that another hand seems to have made is not taken for absent': {
    ...{ ...CUT_OFF, says: 'contradicts', verdict: 'unproven' },
  },
  'that another hand seems to have changed since is not given up': {
    ...{ ...UNPROVEN, says: 'contradicts', verdict: 'unproven' },
  },
  'that seems another’s is ours if its password works': {
    ...{ says: 'contradicts', proof: 'new', verdict: 'confirmed by proof' },
  },
  'that seems another’s is not ours if its password is refused': {
    ...{ ...CUT_OFF, says: 'contradicts', proof: 'not-new', verdict: 'refuted by proof' },
  },
  'that the portal took and lists as another’s is in doubt': {
    ...{ says: 'contradicts', verdict: 'doubted' },
  },
  'beside another that is new too is in doubt': { says: 'too-many', added: 2, verdict: 'doubted' },
  'beside another, looked at later, is to be proven': {
    ...{ isEarlier: true, says: 'too-many', added: 2, verdict: 'unproven' },
  },
  'that is not there was not made': { ...CUT_OFF, says: 'not-shown', verdict: 'settled-absent' },
  'that the portal took and does not list is in doubt': { says: 'not-shown', verdict: 'doubted' },
  'that it took without a word and does not list is in doubt': {
    ...{ state: 'intended', says: 'not-shown', verdict: 'doubted' },
  },
  'that vanished before it was proven is in doubt': {
    ...{ ...UNPROVEN, says: 'not-shown', verdict: 'doubted' },
  },
};

const CONNECTIONS: Readonly<Record<string, Case>> = {
  'that the list shows is there, whoever declared it': { ...CUT_OFF, verdict: 'confirmed by list' },
  'that the portal refused is not ours': { ...REFUSED, verdict: 'settled-absent' },
  'beside another that is new too is in doubt': { says: 'too-many', added: 2, verdict: 'doubted' },
  'beside others, looked at later, is there': {
    ...{ isEarlier: true, says: 'too-many', verdict: 'confirmed by list' },
  },
  'that is not there was not made': { ...BROKEN, says: 'not-shown', verdict: 'settled-absent' },
  'that the portal took and does not list is in doubt': { says: 'not-shown', verdict: 'doubted' },
  'that it took without a word and does not list is in doubt': {
    ...{ state: 'intended', says: 'not-shown', verdict: 'doubted' },
  },
};

const RESETS: Readonly<Record<string, Case>> = {
  'whose change the list shows right after the click is ours': { verdict: 'confirmed by list' },
  'that the portal took without a word and lists is ours': {
    ...{ state: 'intended', verdict: 'confirmed by list' },
  },
  'that it took without a word and does not list is in doubt': {
    ...{ state: 'intended', says: 'not-shown', verdict: 'doubted' },
  },
  'that was refused is not proven if the list shows a change': { ...REFUSED, verdict: 'unproven' },
  'whose answer broke off may be another hand’s': { ...BROKEN, verdict: 'unproven' },
  'of a killed run may be another hand’s': { ...CUT_OFF, verdict: 'unproven' },
  'of a killed run is settled by the new password that works': {
    ...{ ...CUT_OFF, proof: 'new', verdict: 'confirmed by proof' },
  },
  'that is refused by the API is not proven, whatever the portal said': {
    ...{ isEarlier: true, proof: 'not-new', verdict: 'unproven' },
  },
  'in doubt is settled by the old password that works': {
    ...{ ...DOUBTED, proof: 'old', verdict: 'refuted by proof' },
  },
  'that the list could not show counts by the portal’s yes': {
    ...{ says: 'cannot-tell', verdict: 'confirmed by answer' },
  },
  'that the list could not show and nobody confirmed is in doubt': {
    ...{ ...BROKEN, says: 'cannot-tell', verdict: 'doubted' },
  },
  'that the list would show and does not was not made': {
    ...{ ...REFUSED, isEarlier: true, says: 'not-shown', verdict: 'settled-absent' },
  },
};

for (const [kind, cases] of [
  ['account', ACCOUNTS],
  ['connection', CONNECTIONS],
  ['password', RESETS],
] as const) {
  for (const [name, { verdict, proof, ...evidence }] of Object.entries(cases)) {
    test(`of ${kind}s, one ${name}`, () => {
      const judged = decideSettlement({ kind, ...CLEAN, ...evidence }, proof);
      expect('by' in judged ? `${judged.kind} by ${judged.by}` : judged.kind).toBe(verdict);
    });
  }
}

test('numbers are told where the list shows more than was made', () => {
  expect(
    decideSettlement({ kind: 'account', ...CLEAN, says: 'too-many', added: 2 }, undefined),
  ).toEqual({
    kind: 'doubted',
    reason: "accepted, and the portal's list shows 2 more than before; raccord made at most one",
  });
});

test('a password is tried only where that can decide something', () => {
  const needs = (kind: Evidence['kind'], evidence: Partial<Evidence>): boolean =>
    needsPasswordVerdict({ kind, ...CLEAN, ...evidence });
  expect(needs('connection', CUT_OFF)).toBe(false);
  expect(needs('account', {})).toBe(false);
  expect(needs('account', REFUSED)).toBe(false);
  expect(needs('account', { says: 'contradicts' })).toBe(true);
  expect(needs('account', { ...CUT_OFF, says: 'contradicts' })).toBe(true);
  expect(needs('account', { ...CUT_OFF, says: 'not-shown' })).toBe(false);
  expect(needs('account', CUT_OFF)).toBe(true);
  expect(needs('account', UNPROVEN)).toBe(true);
  expect(needs('account', { ...DOUBTED, wasOurs: true })).toBe(false);
  expect(needs('account', { ...DOUBTED, wasOurs: true, says: 'contradicts' })).toBe(true);
  expect(needs('password', {})).toBe(false);
  expect(needs('password', { isEarlier: true })).toBe(true);
  expect(needs('password', BROKEN)).toBe(true);
});
