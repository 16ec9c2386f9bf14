import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { zipSync } from 'fflate';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { inLedger, seedAccount } from '../../fixtures/playwright/seeded-home.ts';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { markOf, thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { writeHome } from '../../src/credentials/backup/home-archive.ts';
import { sealArchive } from '../../src/credentials/backup/archive.ts';

const PORTAL = 'portail.example';

const ACCOUNT = {
  siret: '73282932000074',
  login: 'TECH_1_73282932000074@cpro.fr',
  password: 'Secr3t-of-the-account!',
};

interface Place {
  readonly home: string;
  /** The private key, away from the home as docs/keys.md asks. */
  readonly key: string;
  readonly archive: string;
  /** Runs the command on a home, with the private key at hand. */
  readonly raccord: (home: string, args: readonly string[]) => Promise<Finished>;
}

const test = base.extend<Place>({
  home: async ({ folder }, use) => {
    await use(join(folder, 'home'));
  },
  key: async ({ folder }, use) => {
    await use(join(folder, 'operator.key'));
  },
  archive: async ({ folder }, use) => {
    await use(join(folder, 'raccord.backup.age'));
  },
  raccord: async ({ folder, key }, use) => {
    await use((home, args) => {
      const environment = {
        RACCORD_HOME: home,
        RACCORD_IDENTITY: key,
        CHORUS_ENV: 'production',
        CHORUS_URL: `https://${PORTAL}/`,
      };
      return raccordHere(args, { environment, folder });
    });
  },
});

test.beforeEach(async ({ home, key }) => {
  await seedAccount({ home, portal: PORTAL }, ACCOUNT);
  await rename(join(home, 'identity.age-key'), key);
  await writeFile(join(home, 'wordings.json'), '{}');
  await writeFile(join(home, 'taught.json'), '{}');
});

test('what is backed up is restored into an empty home, and its password opened there', async ({
  folder,
  home,
  archive,
  raccord,
}) => {
  const backup = await raccord(home, ['backup', archive, '--json']);
  expect(JSON.parse(backup.stdout)).toMatchObject({
    ...{ file: archive, credentials: 1, damaged: 0, keys: false },
  });
  expect((await stat(archive)).mode & 0o777).toBe(0o600);

  const other = join(folder, 'other');
  const restored = await raccord(other, ['restore', archive, '--json']);
  expect(restored.exitCode).toBe(0);
  expect(JSON.parse(restored.stdout)).toMatchObject({ sirets: 1, credentials: 1, damaged: 0 });
  const shown = await raccord(other, ['credentials', 'show', '--siret', ACCOUNT.siret, '--json']);
  expect(JSON.parse(shown.stdout)).toMatchObject({
    login: ACCOUNT.login,
    password: ACCOUNT.password,
  });
  const status = async (of: string): Promise<unknown> =>
    JSON.parse((await raccord(of, ['status', '--json'])).stdout) as unknown;
  expect(await status(other)).toEqual(await status(home));
  const settings = ['fingerprint.key', 'recipients.age-pub', 'wordings.json', 'taught.json'];
  for (const name of ['ledger.db', ...settings]) {
    expect((await stat(join(other, name))).mode & 0o777, name).toBe(0o600);
  }
  expect((await stat(other)).mode & 0o777).toBe(0o700);
  const key = await readFile(join(home, 'fingerprint.key'));
  expect(await readFile(join(other, 'fingerprint.key'))).toEqual(key);
});

test('a sealed password that is damaged or gone is told, and the rest backed up', async ({
  folder,
  home,
  raccord,
}) => {
  const other = { ...ACCOUNT, siret: '81263740300013', login: 'TECH_2' };
  const recipients = [(await readFile(join(home, 'recipients.age-pub'), 'utf8')).trim()];
  const { id } = await seedAccount({ home, portal: 'other.example', recipients }, other);
  const file = join(home, 'vault', other.siret, `${id}.age`);
  const backUp = (name: string): Promise<Finished> =>
    raccord(home, ['backup', join(folder, name), '--json']);
  const expectTold = ({ exitCode, stdout, stderr }: Finished, credentials: number): void => {
    expect(exitCode, stderr).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ credentials, damaged: 1 });
    expect(stderr).toContain('✗ VAULT_DAMAGED');
    expect(stderr).toContain(file);
  };

  await writeFile(file, 'something else');
  expectTold(await backUp('written-over.age'), 2);
  await rm(file);
  expectTold(await backUp('gone.age'), 1);
  await stat(join(folder, 'gone.age'));
});

test('nothing readable is in the file, and nothing of it is left among temporary files', async ({
  home,
  archive,
  raccord,
}) => {
  await raccord(home, ['backup', archive]);
  const bytes = await readFile(archive, 'latin1');
  for (const text of [ACCOUNT.siret, ACCOUNT.login, 'SQLite', 'PK\u0003\u0004']) {
    expect(bytes).not.toContain(text);
  }
  const own = `raccord-backup-${markOf(thisProcess())}-`;
  const left = (await readdir(tmpdir())).filter((name) => name.startsWith(own));
  expect(left).toEqual([]);
});

test('a private key is in it only where that is asked for', async ({
  folder,
  home,
  key,
  archive,
  raccord,
}) => {
  await rename(key, join(home, 'identity.age-key'));
  const at = join(home, 'identity.age-key');
  const restoring = (file: string, to: string) =>
    raccord(join(folder, to), ['restore', file, '--identity', at]);
  await raccord(home, ['backup', archive]);
  expect((await restoring(archive, 'without')).exitCode).toBe(0);
  expect(await readdir(join(folder, 'without'))).not.toContain('identity.age-key');
  const whole = `${archive}.2`;
  const { stderr } = await raccord(home, ['backup', whole, '--with-keys']);
  expect(stderr).toContain('It contains the private key of this home');
  expect((await restoring(whole, 'with')).exitCode).toBe(0);
  expect(await readFile(join(folder, 'with', 'identity.age-key'))).toEqual(await readFile(at));
});

test('what is there is never written over: no file, and no home', async ({
  home,
  archive,
  raccord,
}) => {
  await writeFile(archive, 'mine');
  const backup = await raccord(home, ['backup', archive]);
  expect(backup.exitCode).toBe(2);
  expect(await readFile(archive, 'utf8')).toBe('mine');
  const restore = await raccord(home, ['restore', archive]);
  expect(restore.exitCode).toBe(2);
  expect(restore.stderr).toContain('HOME_NOT_EMPTY');
});

test('a backup that is damaged, cut, or none is refused, and nothing is written', async ({
  folder,
  home,
  archive,
  raccord,
}) => {
  await raccord(home, ['backup', archive]);
  const bytes = await readFile(archive);
  const other = join(folder, 'other');
  const damaged = Buffer.from(bytes);
  damaged[damaged.length - 20]! ^= 1;
  for (const content of [damaged, bytes.subarray(0, bytes.length / 2), Buffer.from('no backup')]) {
    await writeFile(archive, content);
    const { exitCode, stderr } = await raccord(other, ['restore', archive]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain('ARCHIVE_REFUSED');
  }
  expect(await readdir(folder)).not.toContain('other');
});

test('a file of the archive that its manifest tells otherwise is damage', async ({
  folder,
  home,
  archive,
  raccord,
}) => {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.addRecipient((await readFile(join(home, 'recipients.age-pub'), 'utf8')).trim());
  const manifest = {
    ...{ format: 1, version: '1', createdAt: '2026-11-27T00:00:00.000Z' },
    files: { 'ledger.db': '0'.repeat(64) },
  };
  const zip = zipSync({
    'manifest.json': Buffer.from(JSON.stringify(manifest)),
    'ledger.db': Buffer.from('x'),
  });
  await writeFile(archive, await encrypter.encrypt(zip));
  const { stderr } = await raccord(join(folder, 'other'), ['restore', archive]);
  expect(stderr).toContain('damaged');
});

test('an archive sealed to another key is refused by name', async ({
  folder,
  archive,
  raccord,
}) => {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
  const recipient = await identityToRecipient(await generateX25519Identity());
  const head = { version: '1', createdAt: '2026-11-27T00:00:00.000Z' };
  await writeFile(archive, await sealArchive(new Map(), head, [recipient]));
  const { stderr } = await raccord(join(folder, 'other'), ['restore', archive]);
  expect(stderr).toContain('IDENTITY_REFUSED');
});

for (const name of ['../outside', 'session/portal.json', 'vault/../../outside.age', '.env']) {
  test(`a file ${name} has no place in a home`, async ({ folder }) => {
    const files = new Map([
      ['ledger.db', Buffer.from('')],
      [name, Buffer.from('')],
    ]);
    await expect(writeHome(join(folder, 'other'), 'x.age', files)).rejects.toMatchObject({
      code: 'ARCHIVE_REFUSED',
    });
    expect(await readdir(folder)).not.toContain('other');
    expect(await readdir(folder)).not.toContain('outside');
  });
}

for (const [locale, said] of [
  ['C.UTF-8', 'RACCORD_DATABASE_URL: the ledger and every sealed credential are in that database'],
  ['fr_FR.UTF-8', 'RACCORD_DATABASE_URL: le registre et tous les identifiants scellés sont dans'],
] as const) {
  test(`a ledger in a database is neither backed up into a file nor restored from one (${locale})`, async ({
    folder,
    home,
    archive,
    raccord,
  }) => {
    await raccord(home, ['backup', archive]);
    const environment = {
      ...{ LC_ALL: locale, CHORUS_URL: `https://${PORTAL}/`, CHORUS_ENV: 'production' },
      // Nothing answers there, and nothing is asked.
      RACCORD_DATABASE_URL: 'postgresql://raccord@localhost:1/raccord',
      RACCORD_RECIPIENTS: 'age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z',
    };
    for (const [own, ...args] of [
      ['home', 'backup', join(folder, 'other.age')],
      ['empty', 'restore', archive],
    ] as const) {
      const { exitCode, stderr } = await raccordHere(args, {
        environment: { ...environment, RACCORD_HOME: join(folder, own) },
        folder,
      });
      expect(exitCode).toBe(2);
      expect(stderr).toContain(said);
    }
    const left = await readdir(folder);
    expect(left).not.toContain('other.age');
    expect(left).not.toContain('empty');
  });
}

test('what is recorded while the ledger is open elsewhere is in the backup', async ({
  folder,
  home,
  archive,
  raccord,
}) => {
  const later = '81263740300013' as Siret;
  await inLedger({ home, portal: PORTAL }, async (ledger) => {
    await ledger.record(later, 'connection', { kind: 'not-seen' });
    // It stands in the journal beside the ledger's file, which no copy of the file alone would have.
    expect((await stat(join(home, 'ledger.db-wal'))).size).toBeGreaterThan(0);
    await raccord(home, ['backup', archive]);
  });
  const other = join(folder, 'other');
  await raccord(other, ['restore', archive]);
  const { stdout } = await raccord(other, ['status', '--json']);
  expect(stdout).toContain(later);
});
