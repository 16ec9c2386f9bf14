import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { credentialsOf } from '../../src/domain/enrolment.ts';
import { Secret } from '../../src/secrets/secret.ts';
import type { SealedCredential } from '../../src/domain/credential.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { takeInUnlisted, type TakeInResult } from '../../src/credentials/vault/take-in-unlisted.ts';
import { findUnlisted, unlistedAmong } from '../../src/credentials/vault/unlisted.ts';
import { openLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { openVault, sealedFile } from '../../src/credentials/vault/vault.ts';
import { expect, newKeys, SIRET, stillClock, test as base } from './vault-fixtures.ts';

const LOGIN = 'TECH_1_x@cpro.fr';
const PORTAL = 'portail.example';

interface Place {
  folder: string;
  ledger: Ledger;
  /** Seals a password without the ledger, so many seconds after the test's time. */
  seal: (
    seconds: number,
    changes?: { readonly login?: string; readonly portal?: string; readonly recipient?: string },
  ) => Promise<SealedCredential>;
  take: () => Promise<TakeInResult>;
}

const test = base.extend<Place & { vaultFolder: string }>({
  vaultFolder: async ({ folder }, use) => {
    await use(join(folder, 'home', 'vault'));
  },
  ledger: async ({ folder }, use) => {
    const file = join(folder, 'home', 'ledger.db');
    const ledger = await openLedger({ file, portal: PORTAL, runId: 'r', clock: stillClock });
    await use(ledger);
    await ledger.close();
  },
  seal: async ({ vaultFolder, keys }, use) => {
    await use((seconds, { login = LOGIN, portal = PORTAL, recipient = keys.recipient } = {}) => {
      const now = new Date(stillClock.now().getTime() + seconds * 1000);
      const vault = openVault({
        folder: vaultFolder,
        portal,
        recipients: [recipient],
        fingerprintKey: Buffer.alloc(32, 7),
        clock: { ...stillClock, now: () => now },
      });
      return vault.seal({ siret: SIRET, login, password: new Secret(`P${seconds}`) });
    });
  },
  take: async ({ vaultFolder, ledger, keys }, use) => {
    await use(() =>
      takeInUnlisted(ledger, {
        ...{ vaultFolder, identity: keys.identity, fingerprintKey: Buffer.alloc(32, 7) },
        signal: new AbortController().signal,
      }),
    );
  },
});

async function statusesIn(ledger: Ledger): Promise<string[]> {
  const entries = credentialsOf(await ledger.enrolment(SIRET));
  return entries.map(({ credential, status }) => `${credential.id} ${status}`);
}

/** Has the ledger know a credential as the SIRET's current one. */
async function imported(ledger: Ledger, credential: SealedCredential): Promise<void> {
  const found = { name: credential.login, state: 'Actif' };
  await ledger.record(SIRET, 'account', { kind: 'imported', credential, found });
}

test('the latest file of a SIRET is taken in as not proven, once, and no file is touched', async ({
  ledger,
  vaultFolder,
  seal,
  take,
}) => {
  await seal(0);
  const latest = await seal(10);
  const path = sealedFile(vaultFolder, SIRET, latest);
  const bytes = await readFile(path);
  expect(await findUnlisted(ledger, vaultFolder)).toHaveLength(2);

  expect(await take()).toEqual({ taken: [{ siret: SIRET, credential: latest }], left: [] });
  expect(await statusesIn(ledger)).toEqual([`${latest.id} unproven`]);
  // It was submitted at its capture, if it was: the list is held against that.
  const { operation } = (await ledger.enrolment(SIRET)).account;
  expect(operation).toMatchObject({ state: 'unproven', intendedAt: latest.capturedAt });

  expect(await take()).toEqual({ taken: [], left: [] });
  expect(await findUnlisted(ledger, vaultFolder)).toEqual([]);
  expect(await statusesIn(ledger)).toEqual([`${latest.id} unproven`]);
  expect(await readFile(path)).toEqual(bytes);
});

test('where it turns out to be none, the one before it is taken in next', async ({
  ledger,
  seal,
  take,
}) => {
  const [first, second] = [await seal(0), await seal(10)];
  await take();
  await ledger.record(SIRET, 'account', { kind: 'refuted', by: 'proof' });
  expect((await take()).taken).toMatchObject([{ credential: { id: first.id } }]);
  expect(await statusesIn(ledger)).toEqual([`${second.id} abandoned`, `${first.id} unproven`]);
});

test('a later file of the current account makes both not proven until one of them is', async ({
  ledger,
  seal,
  take,
}) => {
  const [first, second] = [await seal(0), await seal(10)];
  await imported(ledger, first);
  expect((await take()).taken).toMatchObject([{ credential: { id: second.id } }]);
  expect(await statusesIn(ledger)).toEqual([`${first.id} submitted`, `${second.id} unproven`]);
  const subject = { login: LOGIN };
  await ledger.record(SIRET, subject, { kind: 'refuted', by: 'person' });
  expect(await statusesIn(ledger)).toEqual([`${first.id} current`, `${second.id} abandoned`]);
});

test('a file of another account leaves the current one as it is', async ({
  ledger,
  seal,
  take,
}) => {
  const [first, second] = [await seal(0), await seal(10, { login: 'TECH_2_x@cpro.fr' })];
  await imported(ledger, first);
  await take();
  expect(await statusesIn(ledger)).toEqual([`${first.id} current`, `${second.id} unproven`]);
  await ledger.record(SIRET, 'account', { kind: 'refuted', by: 'proof' });
  expect(await statusesIn(ledger)).toEqual([`${first.id} current`, `${second.id} abandoned`]);
});

test('what is older than the password that counts is not asked for', async ({
  ledger,
  vaultFolder,
  seal,
  take,
}) => {
  await seal(0);
  await imported(ledger, await seal(10));
  expect(await findUnlisted(ledger, vaultFolder)).toEqual([]);
  expect((await take()).taken).toEqual([]);
});

test('a file that cannot be opened is named with its reason, and the one before it is taken in', async ({
  ledger,
  vaultFolder,
  seal,
  take,
}) => {
  const good = await seal(0);
  const other = await seal(10, { recipient: (await newKeys()).recipient });
  const elsewhere = await seal(20, { portal: 'qualif.example' });
  const moved = await seal(30);
  const from = sealedFile(vaultFolder, SIRET, moved);
  const wrong = sealedFile(vaultFolder, SIRET, { id: '20261123T140540Z-00000000' });
  await rename(from, wrong);
  const cut = sealedFile(vaultFolder, SIRET, { id: '20261123T140550Z-00000000' });
  await writeFile(cut, 'age-encryption.org/v1');

  const { taken, left } = await take();
  expect(taken).toMatchObject([{ credential: { id: good.id } }]);
  expect(
    left.map(({ file, why }) => [file, why.kind === 'not-opened' ? why.error.code : why]),
  ).toEqual([
    [cut, 'VAULT_DAMAGED'],
    [wrong, 'VAULT_DAMAGED'],
    [sealedFile(vaultFolder, SIRET, elsewhere), { kind: 'other-portal', portal: 'qualif.example' }],
    [sealedFile(vaultFolder, SIRET, other), 'IDENTITY_REFUSED'],
  ]);
  expect(await statusesIn(ledger)).toEqual([`${good.id} unproven`]);
});

test('nothing is taken in while a write of ours is open on the account', async ({
  ledger,
  seal,
  take,
}) => {
  const credential = await seal(0);
  await seal(10);
  await ledger.record(SIRET, 'account', { kind: 'not-seen' });
  await ledger.record(SIRET, 'account', { kind: 'sealed', credential });
  const { taken, left } = await take();
  expect(taken).toEqual([]);
  expect(left).toMatchObject([{ siret: SIRET, why: { kind: 'state', state: 'sealed' } }]);
});

test('of a password that was sealed anew, the file of the latest keys is taken in', async ({
  ledger,
  vaultFolder,
  seal,
  take,
}) => {
  const { id } = await seal(0);
  const first = sealedFile(vaultFolder, SIRET, { id });
  await writeFile(sealedFile(vaultFolder, SIRET, { id, generation: 2 }), await readFile(first));
  const { taken } = await take();
  expect(taken).toMatchObject([{ credential: { id, generation: 2 } }]);
  const [entry] = await ledger.credentials();
  expect(entry?.credential.generation).toBe(2);
});

test('a vault tells its sealed files by SIRET and name, and nothing else that lies in it', async ({
  ledger,
  vaultFolder,
  seal,
}) => {
  const { id } = await seal(0);
  const path = sealedFile(vaultFolder, SIRET, { id });
  await writeFile(join(dirname(path), '.0123456789abcdef.tmp'), '');
  await writeFile(join(dirname(path), 'note.age'), '');
  await mkdir(join(vaultFolder, 'elsewhere'));
  await writeFile(join(vaultFolder, 'elsewhere', `${id}.age`), '');
  await writeFile(join(vaultFolder, '.canary-0123456789abcdef'), '');
  const file = { siret: SIRET, id, generation: 0, path };
  expect(await findUnlisted(ledger, vaultFolder)).toEqual([file]);
  // Without a ledger all of them are unknown.
  expect(await findUnlisted(undefined, vaultFolder)).toEqual([file]);
  expect(await findUnlisted(undefined, join(vaultFolder, 'none'))).toEqual([]);
});

test('a file that may matter is one that is unknown and not older than what counts', () => {
  const other = '00000000000002' as Siret;
  const file = (siret: Siret, id: string) => ({ siret, id, generation: 0, path: id });
  const files = [file(SIRET, '1'), file(SIRET, '2'), file(SIRET, '3'), file(other, '1')];
  const listed = { siret: SIRET, id: '2', counts: true };
  const idsOf = (one: typeof listed) =>
    unlistedAmong(files, [one]).map(({ siret, id }) => `${siret} ${id}`);
  expect(idsOf(listed)).toEqual([`${SIRET} 3`, `${other} 1`]);
  expect(idsOf({ ...listed, counts: false })).toEqual([`${SIRET} 1`, `${SIRET} 3`, `${other} 1`]);
});
