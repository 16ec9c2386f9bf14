import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { Siret } from '../../src/domain/siret.ts';
import { Secret } from '../../src/secrets/secret.ts';
import { findRecipients, readIdentity } from '../../src/credentials/keys/key-files.ts';
import { captured, expect, modeOf, newKeys, SIRET, stillClock, test } from './vault-fixtures.ts';

const AGE = '/usr/bin/age';
const OTHER_SIRET = '00000000000002' as Siret;

test('what is sealed is opened by the private key alone', async ({ vault, keys }) => {
  const sealed = await vault.seal(captured('S3cret!'));
  expect(sealed).toEqual({
    id: expect.stringMatching(/^20261123T140501Z-[0-9a-f]{8}$/u),
    login: 'TECH_1_1@cpro.fr',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/u),
    fingerprint: vault.fingerprint(new Secret('S3cret!')),
    capturedAt: '2026-11-23T14:05:01.250Z',
  });
  const opened = await vault.open(SIRET, sealed, keys.identity);
  expect(opened.password.reveal()).toBe('S3cret!');
  expect(opened).toMatchObject({
    siret: SIRET,
    login: 'TECH_1_1@cpro.fr',
    portal: 'portail.example',
    capturedAt: '2026-11-23T14:05:01.250Z',
  });

  const stranger = await newKeys();
  await expect(vault.open(SIRET, sealed, stranger.identity)).rejects.toMatchObject({
    code: 'IDENTITY_REFUSED',
    details: { path: '/keys/identity', file: vault.file(SIRET, sealed) },
  });
});

test('each of several recipients opens it', async ({ open, keys }) => {
  const second = await newKeys();
  const vault = open({ recipients: [keys.recipient, second.recipient] });
  const sealed = await vault.seal(captured());
  for (const { identity } of [keys, second]) {
    expect((await vault.open(SIRET, sealed, identity)).password.reveal()).toBe('S3cret!');
  }
});

test('passwords come back byte for byte', async ({ vault, keys }) => {
  const awkward = ['a<b>&amp;"\'`', 'éèàçœ€', '100%%20\\n\n\t', '𝒫𝓌😀', ' spaces ', '\u0000\u007f'];
  for (const password of awkward) {
    const opened = await vault.open(SIRET, await vault.seal(captured(password)), keys.identity);
    expect(Buffer.from(opened.password.reveal())).toEqual(Buffer.from(password));
  }
  const property = fc.asyncProperty(
    fc.string({ unit: 'binary', minLength: 1 }),
    async (password) => {
      const opened = await vault.open(SIRET, await vault.seal(captured(password)), keys.identity);
      expect(opened.password.reveal()).toBe(password);
    },
  );
  await fc.assert(property, { numRuns: 30 });
});

test('the password is in no file in clear, nor in what is handed back', async ({
  vault,
  folder,
}) => {
  const sealed = await vault.seal(captured('Tr0uvable'));
  expect(JSON.stringify(sealed)).not.toContain('Tr0uvable');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files).toHaveLength(1);
  for (const file of files) {
    expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain('Tr0uvable');
  }
});

test('the same password has the same fingerprint, under the same key', ({ vault, open }) => {
  const one = vault.fingerprint(new Secret('S3cret!'));
  expect(vault.fingerprint(new Secret('S3cret!'))).toBe(one);
  expect(vault.fingerprint(new Secret('S3cret?'))).not.toBe(one);
  const otherKey = open({ fingerprintKey: Buffer.alloc(32, 8) });
  expect(otherKey.fingerprint(new Secret('S3cret!'))).not.toBe(one);
});

test('two captures of one SIRET are two files', async ({ vault, keys }) => {
  const first = await vault.seal(captured('first'));
  const second = await vault.seal(captured('second'));
  expect(first.id).not.toBe(second.id);
  expect((await vault.open(SIRET, first, keys.identity)).password.reveal()).toBe('first');
  expect((await vault.open(SIRET, second, keys.identity)).password.reveal()).toBe('second');
});

test('a file that is not the one that was sealed is refused', async ({ vault, keys }) => {
  const sealed = await vault.seal(captured());
  const file = vault.file(SIRET, sealed);
  const bytes = await readFile(file);
  bytes[bytes.length - 60] = (bytes[bytes.length - 60] ?? 0) ^ 1;
  await writeFile(file, bytes);
  const damage = { code: 'VAULT_DAMAGED', details: { file } };
  await expect(vault.open(SIRET, sealed, keys.identity)).rejects.toMatchObject(damage);
  await unlink(file);
  await expect(vault.open(SIRET, sealed, keys.identity)).rejects.toMatchObject(damage);
});

test('a sealed file put in the place of another is refused', async ({ vault, open, keys }) => {
  const sealed = await vault.seal(captured());
  const other = await vault.seal({ ...captured(), siret: OTHER_SIRET });
  const bytes = await readFile(vault.file(OTHER_SIRET, other));
  await writeFile(vault.file(SIRET, sealed), bytes);
  const damage = { code: 'VAULT_DAMAGED', details: { file: vault.file(SIRET, sealed) } };
  const swapped = { ...sealed, digest: other.digest };
  await expect(vault.open(SIRET, swapped, keys.identity)).rejects.toMatchObject(damage);
  // Another login or another portal is another credential too.
  const renamed = { ...other, login: 'TECH_2@cpro.fr' };
  await expect(vault.open(OTHER_SIRET, renamed, keys.identity)).rejects.toMatchObject({
    code: 'VAULT_DAMAGED',
  });
  const elsewhere = open({ portal: 'portail-qualif.example' });
  await expect(elsewhere.open(OTHER_SIRET, other, keys.identity)).rejects.toMatchObject({
    code: 'VAULT_DAMAGED',
  });
});

test('a sealed file that holds something else does not show it in the error', async ({
  vault,
  keys,
  folder,
}) => {
  test.skip(!existsSync(AGE), `${AGE} is not there`);
  const sealed = await vault.seal(captured());
  const file = vault.file(SIRET, sealed);
  const age = spawnSync(AGE, ['-a', '-r', keys.recipient, '-o', join(folder, 'other')], {
    input: 'Tr0uvable',
  });
  expect(age.status).toBe(0);
  const bytes = await readFile(join(folder, 'other'));
  await writeFile(file, bytes);
  const digest = createHash('sha256').update(bytes).digest('hex');
  const error: unknown = await vault
    .open(SIRET, { ...sealed, digest }, keys.identity)
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'VAULT_DAMAGED' });
  expect(inspect(error, { depth: 9 })).not.toContain('Tr0uvable');
});

test('the age tool opens a sealed file with the key made on first use', async ({
  open,
  folder,
}) => {
  test.skip(!existsSync(AGE), `${AGE} is not there`);
  const { recipients, identityMade } = await findRecipients({
    configured: [],
    home: folder,
    clock: stillClock,
  });
  const vault = open({ recipients });
  const sealed = await vault.seal(captured('é<&>"😀'));
  const file = vault.file(SIRET, sealed);
  const age = spawnSync(AGE, ['-d', '-i', identityMade ?? '', file], { encoding: 'utf8' });
  expect(age.stderr).toBe('');
  expect(JSON.parse(age.stdout)).toEqual({
    version: 1,
    id: sealed.id,
    siret: SIRET,
    portal: 'portail.example',
    login: 'TECH_1_1@cpro.fr',
    password: 'é<&>"😀',
    capturedAt: '2026-11-23T14:05:01.250Z',
  });
  const identity = await readIdentity(identityMade ?? '');
  expect((await vault.open(SIRET, sealed, identity)).password.reveal()).toBe('é<&>"😀');
});

test('the vault is its owner’s alone, whatever the umask', async ({ vault, folder }) => {
  const before = process.umask(0o000);
  try {
    await vault.probe();
    const sealed = await vault.seal(captured());
    for (const each of ['home', 'home/vault', `home/vault/${SIRET}`]) {
      expect(await modeOf(join(folder, each)), each).toBe('700');
    }
    expect(await modeOf(vault.file(SIRET, sealed))).toBe('600');
  } finally {
    process.umask(before);
  }
});

test('the probe leaves nothing behind', async ({ vault, folder }) => {
  await vault.probe();
  expect(await readdir(join(folder, 'home', 'vault'))).toEqual([]);
});

test('a place that cannot be written is found by the probe, and refused by sealing', async ({
  open,
  folder,
}) => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  const vault = open({ folder: file });
  const unwritable = { code: 'VAULT_UNWRITABLE', details: { path: file, why: 'not-a-folder' } };
  await expect(vault.probe()).rejects.toMatchObject(unwritable);
  await expect(vault.seal(captured())).rejects.toMatchObject({ code: 'VAULT_UNWRITABLE' });
});
