import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sealOn } from '../../src/credentials/vault/seal-on.ts';
import type { Tools } from '../../flows/tools.ts';
import { openVault, type CapturedCredential } from '../../src/credentials/vault/vault.ts';
import { credentialsOf, renewalOf } from '../../src/domain/enrolment.ts';
import { type AnyRaccordError, RaccordError } from '../../src/errors/raccord-error.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { credential, EVENTS, expect, siretOf, test } from './ledger-fixtures.ts';
import { newKeys } from './vault-fixtures.ts';

const SIRET = siretOf(1);
const { login } = credential('c1');
const FOUND = { name: login, state: 'Actif' };
const CAPTURED: CapturedCredential = { siret: SIRET, login, password: new Secret('S3cret!') };

type Kept = Pick<Tools, 'ledger' | 'vault'> & { readonly files: () => readonly string[] };

async function kept({ ledger }: Pick<Tools, 'ledger'>, folder: string): Promise<Kept> {
  const { recipient } = await newKeys();
  const vault = openVault({
    ...{ folder: join(folder, 'vault'), portal: 'p', recipients: [recipient] },
    ...{ fingerprintKey: Buffer.alloc(32, 7), clock: ledger.clock },
  });
  return { ledger, vault, files: () => readdirSync(join(folder, 'vault', SIRET)) };
}

test('a password that is sealed is recorded, and known to be of this command', async ({
  ledger,
  folder,
}) => {
  const { vault, files } = await kept({ ledger }, folder);
  const { account } = await ledger.record(SIRET, 'account', EVENTS['not-seen']);
  const sealed = await sealOn('account', CAPTURED, account, { ledger, vault });
  expect(files()).toHaveLength(1);
  expect(credentialsOf(await ledger.enrolment(SIRET))).toMatchObject([{ credential: sealed }]);
  expect([vault.hasSealed(sealed), vault.hasSealed({ id: 'c1' })]).toEqual([true, false]);
});

test('a password for a decision that is outdated is not sealed', async ({ ledger, folder }) => {
  const { vault } = await kept({ ledger }, folder);
  const basis = { operation: renewalOf(await ledger.enrolment(SIRET), login) };
  const imported = {
    kind: 'imported-unproven',
    credential: credential('r1'),
    found: FOUND,
  } as const;
  await ledger.record(SIRET, { login }, imported);
  await expect(sealOn({ login }, CAPTURED, basis, { ledger, vault })).rejects.toMatchObject({
    code: 'READING_OUTDATED',
  });
  expect(readdirSync(folder)).not.toContain('vault');
});

const LEFT: readonly [AnyRaccordError, files: number][] = [
  [new RaccordError('READING_OUTDATED', {}), 0],
  [new RaccordError('SIRET_LOCKED', { holder: { ...thisProcess(), since: '' } }), 0],
  [new RaccordError('LEASE_LOST', {}), 1],
  [new RaccordError('DATABASE_UNREACHABLE', { database: '', reason: '' }), 1],
];

for (const [error, count] of LEFT) {
  test(`${error.code} at the record of a sealed password leaves ${count} file`, async ({
    ledger,
    folder,
  }) => {
    const { vault, files } = await kept({ ledger }, folder);
    const { account } = await ledger.record(SIRET, 'account', EVENTS['not-seen']);
    ledger.record = () => Promise.reject(error);
    await expect(sealOn('account', CAPTURED, account, { ledger, vault })).rejects.toBe(error);
    expect(files()).toHaveLength(count);
  });
}
