import { confirmSent, observe, type Write } from '../../flows/write.ts';
import type { Tools } from '../../flows/tools.ts';
import { credentialsOf, operationOn } from '../../src/domain/enrolment.ts';
import { isUnconfirmed } from '../../src/domain/operation.ts';
import type { ListEvidence, PasswordVerdict } from '../../src/domain/settlement.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
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
  const operation = operationOn(await ledger.recordIntent(SIRET, subject, intent, lease), subject);
  if (!isUnconfirmed(operation)) throw new Error(operation.state);
  const write: Write<object> = {
    ...{ siret: SIRET, subject, foundIn: () => FOUND },
    look: () => Promise.resolve({ says, isFinal: true }),
    verifyPasswords: () => Promise.resolve(proof),
  };
  const sent = { waitedUntil: clock.elapsed(), answer: { ...UNSURE, isSure: false }, operation };
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
