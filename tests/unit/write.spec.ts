import {
  confirmSent,
  observe,
  type Reading,
  type SentForm,
  type Write,
} from '../../flows/write.ts';
import type { Tools } from '../../flows/tools.ts';
import { credentialsOf } from '../../src/domain/enrolment.ts';
import type { ListEvidence, PasswordVerdict } from '../../src/domain/settlement.ts';
import type { Ledger, RecordableEvent } from '../../src/ledger/ledger.ts';
import type { Lease } from '../../src/ledger/lease/lease.ts';
import { credential, EVENTS, expect, siretOf, test } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const LOGIN = 'TECH_1';
const FOUND = { name: LOGIN, state: 'Actif' };
const ofLogin = (id: string) => ({ ...credential(id), login: LOGIN });

/** Words that are not known for a refusal, beside a form that is still there. */
const UNSURE = { kind: 'refused', message: 'Le mot de passe a bien été réinitialisé.' } as const;

async function statusesIn(ledger: Ledger): Promise<string> {
  const entries = credentialsOf(await ledger.enrolment(SIRET));
  return entries.map(({ credential: { id }, status }) => `${id} ${status}`).join(', ');
}

/** Sends a reset that is answered by words which may be a refusal. */
async function confirmReset(
  { ledger, lease, clock }: Pick<Tools, 'ledger' | 'clock'> & { readonly lease: Lease },
  says: ListEvidence,
  proof?: PasswordVerdict,
): Promise<string> {
  const subject = { login: LOGIN };
  await ledger.record(SIRET, 'account', {
    ...{ kind: 'imported', credential: ofLogin('c1'), found: FOUND },
  });
  await ledger.record(SIRET, subject, { kind: 'sealed', credential: ofLogin('r1') });
  const intent = { kind: 'intended', credentialId: 'r1', before: {} } as const;
  const enrolment = await ledger.recordIntent(SIRET, subject, intent, lease);
  const write: Write<object> = {
    ...{ siret: SIRET, subject, foundIn: () => FOUND },
    look: () => Promise.resolve({ says, isFinal: true }),
    verifyPasswords: () => Promise.resolve(proof),
  };
  const sent = { waitedUntil: clock.elapsed(), answer: { ...UNSURE, isSure: false }, enrolment };
  const tools = { ledger, clock, settings: { settleMs: 0 } } as unknown as Tools;
  return confirmSent(write, sent, tools).then(
    ({ kind }) => kind,
    (error: unknown) => (error as { readonly code: string }).code,
  );
}

const ANSWERS: readonly [ListEvidence, PasswordVerdict | undefined, end: string, string][] = [
  ['not-shown', 'new', 'RESET_REFUSED', 'c1 current, r1 abandoned'],
  ['cannot-tell', 'new', 'confirmed', 'c1 replaced, r1 current'],
  ['cannot-tell', 'old', 'RESET_REFUSED', 'c1 current, r1 abandoned'],
  ['cannot-tell', undefined, 'OUTCOME_DOUBTFUL', 'c1 current, r1 submitted'],
  ['contradicts', undefined, 'OUTCOME_DOUBTFUL', 'c1 current, r1 submitted'],
  ['shown', undefined, 'unproven', 'c1 submitted, r1 unproven'],
];

for (const [says, proof, end, statuses] of ANSWERS) {
  test(`words that may refuse a reset, a list that says ${says} and ${proof ?? 'no'} proof end as ${end}`, async ({
    ledger,
    lease,
    clock,
  }) => {
    expect(await confirmReset({ ledger, lease, clock }, says, proof)).toBe(end);
    expect(await statusesIn(ledger)).toBe(statuses);
  });
}

test('an adopted account is not made a second time where the list is empty once', async ({
  ledger,
  lease,
}) => {
  await observe(await ledger.enrolment(SIRET), 'account', [FOUND], { ledger });
  const subject = { login: LOGIN };
  await ledger.record(SIRET, subject, { kind: 'sealed', credential: ofLogin('r1') });
  const intent = { kind: 'intended', credentialId: 'r1', before: {} } as const;
  await ledger.recordIntent(SIRET, subject, intent, lease);
  await ledger.record(SIRET, subject, { ...EVENTS.confirmed, found: FOUND });
  await observe(await ledger.enrolment(SIRET), 'account', [FOUND], { ledger });
  const before = await ledger.enrolment(SIRET);
  await expect(observe(before, 'account', [], { ledger })).rejects.toMatchObject({
    code: 'OUTCOME_DOUBTFUL',
  });
  expect((await ledger.enrolment(SIRET)).account.state).toBe('doubtful');
  expect(await statusesIn(ledger)).toBe('r1 submitted');
});

test('a judgement comes back with the credential that it is of', async ({ ledger, open }) => {
  await ledger.record(SIRET, 'account', {
    ...{ kind: 'imported-unproven', credential: ofLogin('c1'), found: FOUND },
  });
  const event = { kind: 'refuted', by: 'proof', credentialId: 'c1' } as const;
  expect(await ledger.recordDecided(SIRET, () => undefined)).toBeUndefined();
  await ledger.recordDecided(SIRET, () => ({ subject: 'account', event }));
  const again = await open();
  expect((await again.history(SIRET)).at(-1)).toMatchObject({ event });
});

/** A form of another account, taken without a word. */
async function sendAccount(ledger: Ledger, lease: Lease): Promise<SentForm> {
  await ledger.record(SIRET, 'account', { kind: 'seen-other', found: FOUND });
  await ledger.record(SIRET, 'account', { kind: 'sealed', credential: credential('c2') });
  await ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c2' }, lease);
  const doubted = { kind: 'doubted', reason: 'the form is gone' } as const;
  const enrolment = await ledger.record(SIRET, 'account', doubted);
  const answer = { kind: 'unclear', reason: '', isTaken: true } as const;
  return { waitedUntil: 0, answer, enrolment };
}

const OTHERS: readonly [RecordableEvent<'account'>, end: string][] = [
  [{ kind: 'unproven', found: FOUND, reason: 'who made it?' }, 'confirmed'],
  [{ kind: 'confirmed', found: FOUND, by: 'proof' }, 'confirmed'],
  [{ kind: 'refuted', by: 'proof' }, 'READING_OUTDATED'],
];

for (const [found, end] of OTHERS) {
  test(`the run that sent a form concludes ${end} though another one recorded ${found.kind}`, async ({
    ledger,
    lease,
    clock,
  }) => {
    const sent = await sendAccount(ledger, lease);
    const write: Write<object> = {
      ...{ siret: SIRET, subject: 'account', foundIn: () => FOUND },
      look: async () => {
        await ledger.record(SIRET, 'account', found);
        return { says: 'shown', isFinal: true };
      },
    };
    const tools = { ledger, clock, settings: { settleMs: 0 } } as unknown as Tools;
    const kind = await confirmSent(write, sent, tools).then(
      (settled) => settled.kind,
      (error: unknown) => (error as { readonly code: string }).code,
    );
    expect(kind).toBe(end);
    const { state } = (await ledger.enrolment(SIRET)).account;
    expect(state).toBe(end === 'confirmed' ? 'done' : 'existing');
  });
}

test('an account that is listed after a form that may have been taken is left to a proof', async ({
  ledger,
  lease,
  clock,
}) => {
  const sent = await sendAccount(ledger, lease);
  const answer = { kind: 'unclear', reason: 'the form is gone', mayBeTaken: true } as const;
  const write: Write<object> = {
    ...{ siret: SIRET, subject: 'account', foundIn: () => FOUND },
    look: () => Promise.resolve({ says: 'shown', isFinal: true }),
  };
  const tools = { ledger, clock, settings: { settleMs: 0 } } as unknown as Tools;
  const settled = await confirmSent(write, { ...sent, answer }, tools);
  expect(settled).toMatchObject({ kind: 'unproven' });
});

test('a list that contradicts words that may refuse is waited for once', async ({
  ledger,
  lease,
  clock,
}) => {
  const began = clock.elapsed();
  const sent = await sendAccount(ledger, lease);
  const look = (): Promise<Reading<object>> =>
    Promise.resolve({ says: 'contradicts', isFinal: false });
  const write = { siret: SIRET, subject: 'account', foundIn: () => FOUND, look } as const;
  const tools = { ledger, clock, settings: { settleMs: 120_000 } } as unknown as Tools;
  const answered = { ...sent, waitedUntil: began, answer: { ...UNSURE, isSure: false } };
  expect((await confirmSent(write, answered, tools)).kind).toBe('unproven');
  expect(clock.elapsed() - began).toBe(120_000);
});
