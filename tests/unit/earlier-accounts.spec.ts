import { isAnotherWanted, settleEarlierAccounts, writeOf } from '../../flows/create-account.ts';
import type { Tools } from '../../flows/tools.ts';
import { knownExpiry, type Enrolment } from '../../src/domain/enrolment.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Lease } from '../../src/ledger/lease/lease.ts';
import { credential, EVENTS, expect, siretOf, test } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const BEFORE = { logins: [], contactEmail: 'a@b.fr' };
const row = (id: string) => ({ name: credential(id).login, state: 'Actif' });

async function create(ledger: Ledger, lease: Lease, id: string): Promise<Enrolment> {
  await ledger.record(SIRET, 'account', { kind: 'sealed', credential: credential(id) });
  const intent = { kind: 'intended', credentialId: id, before: BEFORE } as const;
  return ledger.recordIntent(SIRET, 'account', intent, lease);
}

/** Settles what is open, with these accounts on a list that shows no expiry. */
function settleWith(ledger: Ledger, enrolment: Enrolment, ...ids: readonly string[]) {
  const tools = { ledger, clock: ledger.clock, settings: { landsWithinMs: 0 } } as unknown as Tools;
  const rows = ids.map((id) => ({ login: credential(id).login, state: 'Actif' }));
  return settleEarlierAccounts(
    enrolment,
    (before, operation) => writeOf(before, operation, {}, () => Promise.resolve(rows)),
    tools,
  );
}

test('an account that came to nothing leaves the unproven one before it to be settled', async ({
  ledger,
  lease,
}) => {
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await create(ledger, lease, 'u1');
  await ledger.record(SIRET, 'account', { kind: 'unproven', found: row('u1'), reason: 'cut' });
  await create(ledger, lease, 'u2');
  const refused = await ledger.record(SIRET, 'account', { kind: 'refused', message: 'non' });
  const { settled, wasUnproven } = await settleWith(ledger, refused, 'u1');
  expect([settled.kind, wasUnproven]).toEqual(['unproven', true]);
  expect(settled.enrolment.account.operation).toMatchObject({ what: { credential: { id: 'u1' } } });
});

test('an account that is on the list again keeps the expiry that is known of it', async ({
  ledger,
  lease,
}) => {
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await create(ledger, lease, 'c1');
  const found = { ...row('c1'), expiresOn: '2029-10-28' };
  await ledger.record(SIRET, 'account', { kind: 'confirmed', found, by: 'list' });
  const gone = await ledger.record(SIRET, 'account', EVENTS.doubted);
  const { settled } = await settleWith(ledger, gone, 'c1');
  expect(settled.kind).toBe('confirmed');
  expect(knownExpiry(settled.enrolment, found.name)).toBe('2029-10-28');
});

test('a new account is asked for once, whatever another run finds out of it meanwhile', async ({
  ledger,
  lease,
}) => {
  await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  await create(ledger, lease, 'c1');
  const unproven = { kind: 'unproven', found: row('c1'), reason: 'cut' } as const;
  const enrolment = await ledger.record(SIRET, 'account', unproven);
  const isWanted = (newAccount: boolean, ...own: readonly string[]): boolean =>
    isAnotherWanted({ newAccount }, enrolment, { hasSealed: ({ id }) => own.includes(id) });
  expect([isWanted(true), isWanted(true, 'c1'), isWanted(false)]).toEqual([true, false, false]);
  const confirmed = { kind: 'confirmed', found: row('c1'), by: 'proof' } as const;
  const { account } = await ledger.record(SIRET, 'account', confirmed);
  const hasSealed = (): boolean => true;
  expect(isAnotherWanted({ newAccount: true }, { ...enrolment, account }, { hasSealed })).toBe(
    false,
  );
});
