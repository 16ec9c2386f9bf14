import { expect, test } from '@playwright/test';
import { judge, needsProof, type Evidence, type Proof } from '../../src/domain/settlement.ts';

interface Case extends Omit<Evidence, 'kind'> {
  readonly proof?: Proof;
  readonly verdict: string;
}

const THIS = { isEarlier: false } as const;
const EARLIER = { isEarlier: true } as const;

const RESETS: Readonly<Record<string, Case>> = {
  'a change that the list shows right after the click is the click’s': {
    ...{ ...THIS, state: 'accepted', says: 'shown', verdict: 'confirmed by list' },
  },
  'so it is where the portal answered no to a request that was sent twice': {
    ...{ ...THIS, state: 'refused', says: 'shown', verdict: 'confirmed by list' },
  },
  'so it is where a run was cut off right after its click': {
    ...{ ...EARLIER, state: 'intended', says: 'shown', verdict: 'confirmed by list' },
  },
  'but not where the API refuses the new password': {
    ...{ ...EARLIER, state: 'intended', says: 'shown', proof: 'not-new', verdict: 'doubted' },
  },
  'a change that came after a refusal may be another hand’s': {
    ...{ ...EARLIER, state: 'refused', says: 'shown', verdict: 'doubted' },
  },
  'a change that came after a doubt may be another hand’s': {
    ...{ ...EARLIER, state: 'doubtful', says: 'shown', verdict: 'doubted' },
  },
  'the new password that works settles a refusal': {
    ...{ ...EARLIER, state: 'refused', says: 'shown', proof: 'new', verdict: 'confirmed by proof' },
  },
  'the old password that works settles a doubt': {
    ...{ ...EARLIER, state: 'doubtful', says: 'shown', proof: 'old', verdict: 'refuted by proof' },
  },
  'the portal’s yes counts where the list could not show the change': {
    ...{ ...THIS, state: 'accepted', says: 'cannot-tell', verdict: 'confirmed by answer' },
  },
  'but not against a new password that the API refuses': {
    ...{ ...EARLIER, state: 'accepted', says: 'cannot-tell', proof: 'not-new', verdict: 'doubted' },
  },
  'a list that would show the change and does not means that there was none': {
    ...{ ...EARLIER, state: 'refused', says: 'not-shown', verdict: 'settled-absent' },
  },
};

for (const [name, { verdict, proof, ...evidence }] of Object.entries(RESETS)) {
  test(`of a reset, ${name}`, () => {
    const judged = judge({ kind: 'password', ...evidence }, proof);
    expect('by' in judged ? `${judged.kind} by ${judged.by}` : judged.kind).toBe(verdict);
  });
}

test('right after a click whose change the list shows, nobody tries a password', () => {
  expect(needsProof({ kind: 'password', state: 'accepted', says: 'shown', ...THIS })).toBe(false);
  expect(needsProof({ kind: 'password', state: 'accepted', says: 'shown', ...EARLIER })).toBe(true);
});

for (const kind of ['connection', 'account'] as const) {
  test(`a ${kind} that the list does not show is absent, unless the portal said yes`, () => {
    const verdict = (state: Evidence['state']): string =>
      judge({ kind, state, says: 'not-shown', isEarlier: true }, undefined).kind;
    expect(verdict('intended')).toBe('settled-absent');
    expect(verdict('refused')).toBe('settled-absent');
    expect(verdict('accepted')).toBe('doubted');
    expect(verdict('doubtful')).toBe('doubted');
  });
}
