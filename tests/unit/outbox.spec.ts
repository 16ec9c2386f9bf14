import { readPending } from '../../src/credentials/delivery/outbox.ts';
import type { SealedCredential } from '../../src/domain/credential.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import type { Lease } from '../../src/ledger/lease/lease.ts';
import { credential, expect, siretOf, test } from './ledger-fixtures.ts';

const SIRET = siretOf(1);
const SINK = 'folder:/srv/keys';
const LOGIN = 'TECH_1@cpro.fr';
const FOUND = { name: LOGIN, state: 'Actif' };

test('a sink that was handed a password which proved wrong gets the right one again', async ({
  ledger,
  lease,
}) => {
  await makeAccount(ledger, lease);
  expect(await pending(ledger)).toEqual(['c1']);
  await handOver(ledger, 'c1');
  expect(await pending(ledger)).toEqual([]);

  await resetUnproven(ledger, lease);
  expect(await pending(ledger)).toEqual([]);
  expect(await pending(ledger, true)).toEqual(['r1']);
  await handOver(ledger, 'r1');
  expect(await pending(ledger, true)).toEqual([]);

  await ledger.record(SIRET, { login: LOGIN }, { kind: 'refuted', by: 'person' });
  expect(await pending(ledger)).toEqual(['c1']);
  await handOver(ledger, 'c1');
  expect(await pending(ledger)).toEqual([]);
});

test('a password whose delivery failed may have come to the sink: the right one goes there again', async ({
  ledger,
  lease,
}) => {
  await makeAccount(ledger, lease);
  await handOver(ledger, 'c1');
  await resetUnproven(ledger, lease);
  await handOver(ledger, 'r1', 'failed');
  await ledger.record(SIRET, { login: LOGIN }, { kind: 'refuted', by: 'person' });
  expect(await pending(ledger)).toEqual(['c1']);
});

test('another sink and another SIRET have deliveries of their own', async ({ ledger, lease }) => {
  await makeAccount(ledger, lease);
  await handOver(ledger, 'c1');
  const row = { outcome: 'delivered', credentialId: 'other' } as const;
  await ledger.deliveries.record({ ...row, siret: siretOf(2), sink: SINK });
  await ledger.deliveries.record({ ...row, siret: SIRET, sink: 'hook:another' });
  expect(await pending(ledger)).toEqual([]);
});

test('where an unproven account stands beside a good one, a sink is handed one of them', async ({
  ledger,
  lease,
}) => {
  await makeAccount(ledger, lease);
  await ledger.record(SIRET, 'account', { kind: 'sealed', credential: credential('c2') });
  await ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c2' }, lease);
  const found = { name: credential('c2').login, state: 'Actif' };
  await ledger.record(SIRET, 'account', { kind: 'unproven', found, reason: 'x' });
  expect(await pending(ledger)).toEqual(['c1']);
  expect(await pending(ledger, true)).toEqual(['c2']);
  await handOver(ledger, 'c2');
  expect(await pending(ledger, true)).toEqual([]);
});

async function pending(ledger: Ledger, unproven = false): Promise<string[]> {
  const all = await readPending(ledger, [SINK], { unproven });
  return all.map(({ entry }) => entry.credential.id);
}

function handOver(
  ledger: Ledger,
  credentialId: string,
  outcome: 'delivered' | 'failed' = 'delivered',
): Promise<void> {
  return ledger.deliveries.record({ siret: SIRET, sink: SINK, credentialId, outcome });
}

function sealed(id: string): SealedCredential {
  return { ...credential(id), login: LOGIN };
}

async function makeAccount(ledger: Ledger, lease: Lease): Promise<void> {
  await ledger.record(SIRET, 'account', { kind: 'not-seen' });
  await ledger.record(SIRET, 'account', { kind: 'sealed', credential: sealed('c1') });
  await ledger.recordIntent(SIRET, 'account', { kind: 'intended', credentialId: 'c1' }, lease);
  await ledger.record(SIRET, 'account', { kind: 'confirmed', found: FOUND, by: 'list' });
}

/** A reset after which nobody knows which password opens the account. */
async function resetUnproven(ledger: Ledger, lease: Lease): Promise<void> {
  const subject = { login: LOGIN };
  const intent = { kind: 'intended', credentialId: 'r1', before: {} } as const;
  await ledger.record(SIRET, subject, { kind: 'sealed', credential: sealed('r1') });
  await ledger.recordIntent(SIRET, subject, intent, lease);
  await ledger.record(SIRET, subject, { kind: 'unproven', found: FOUND, reason: 'x' });
}
