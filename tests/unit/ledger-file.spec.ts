import {
  chmod,
  mkdir,
  readdir,
  readFile,
  stat,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { remoteFileSystem } from '../../src/ledger/database/file-system.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { EVENTS, expect, siretOf, test } from './ledger-fixtures.ts';

test('every connection flushes each commit, also to a file that is opened again', async ({
  open,
}) => {
  const first = await open();
  expect(await pragma(first, 'synchronous')).toBe(2);
  await first.record(siretOf(1), 'connection', EVENTS['not-seen']);
  await first.close();
  const second = await open();
  expect(await pragma(second, 'synchronous')).toBe(2);
  expect(await pragma(second, 'journal_mode')).toBe('wal');
  expect(await pragma(second, 'busy_timeout')).toBe(5000);
  expect(await pragma(second, 'foreign_keys')).toBe(1);
});

test('without the setting, a file that is opened again would not be flushed', async ({
  ledger,
  file,
}) => {
  await ledger.close();
  const bare = new Sqlite(file);
  const synchronous = bare.pragma('synchronous', { simple: true });
  bare.close();
  test.skip(synchronous === 2, 'this build of SQLite keeps FULL by itself');
  expect(synchronous).toBe(1);
});

for (const umask of [0o000, 0o077, 0o277]) {
  test(`the files are the owner's alone under umask ${umask.toString(8)}`, async ({
    open,
    file,
  }) => {
    const before = process.umask(umask);
    try {
      const ledger = await open();
      await ledger.record(siretOf(1), 'connection', EVENTS['not-seen']);
      expect(await modeOf(dirname(file))).toBe('700');
      for (const each of [file, `${file}-wal`, `${file}-shm`]) {
        expect(await modeOf(each), each).toBe('600');
      }
    } finally {
      process.umask(before);
    }
  });
}

test('a ledger that others could read is closed to them when it is opened', async ({
  open,
  ledger,
  file,
}) => {
  await ledger.close();
  await chmod(file, 0o644);
  await open();
  expect(await modeOf(file)).toBe('600');
});

test('a new ledger leaves nothing else in its folder', async ({ ledger, file }) => {
  await ledger.close();
  expect(await readdir(dirname(file))).toEqual(['ledger.db']);
});

for (const [how, size] of [
  ['to nothing', () => 0],
  ['within its first page', () => 700],
  ['to half', (whole: number) => Math.floor(whole / 2)],
  ['to a whole number of pages', (whole: number) => whole - 4096],
  ['by one byte', (whole: number) => whole - 1],
] as const) {
  test(`a ledger cut short ${how} is named, and left as it is`, async ({ open, file }) => {
    await fill(await open());
    await truncate(file, size((await stat(file)).size));
    await expectDamaged(open, file);
  });
}

test('a ledger that is damaged inside is named, and left as it is', async ({ open, file }) => {
  await fill(await open());
  const bytes = await readFile(file);
  bytes.fill(0xaa, 4096 * 3, 4096 * 5);
  await writeFile(file, bytes);
  await expectDamaged(open, file);
});

test('another file in the place of the ledger is named, and left as it is', async ({
  open,
  file,
}) => {
  await mkdir(dirname(file));
  await writeFile(file, 'siret;application\n'.repeat(100));
  await expectDamaged(open, file);
});

test('another database in the place of the ledger is named, and left as it is', async ({
  open,
  file,
}) => {
  await mkdir(dirname(file));
  const other = new Sqlite(file);
  other.exec('create table transitions (id)');
  other.close();
  await expectDamaged(open, file);
});

test('a ledger whose file is gone while its journal is there is not made anew', async ({
  open,
  file,
}) => {
  const ledger = await open();
  await ledger.record(siretOf(1), 'connection', EVENTS['not-seen']);
  await unlink(file);
  await expect(open()).rejects.toMatchObject({ code: 'LEDGER_DAMAGED', details: { file } });
});

test('a ledger emptied while its journal is there keeps its journal', async ({ open, file }) => {
  const ledger = await open();
  await ledger.record(siretOf(1), 'connection', EVENTS['not-seen']);
  const journal = await readFile(`${file}-wal`);
  await truncate(file, 0);
  await expect(open()).rejects.toMatchObject({ code: 'LEDGER_DAMAGED', details: { file } });
  expect((await readFile(`${file}-wal`)).equals(journal)).toBe(true);
});

test('a ledger that a later version made is refused', async ({ open, ledger, file }) => {
  await ledger.close();
  const later = new Sqlite(file);
  later.exec("insert into kysely_migration values ('0999-later', '2027-01-01')");
  later.close();
  await expect(open()).rejects.toMatchObject({ code: 'LEDGER_UNSAFE', details: { file } });
});

test('a file where the folder should be is named', async ({ folder, open }) => {
  const home = join(folder, 'home');
  await writeFile(home, '');
  await expect(open()).rejects.toMatchObject({
    code: 'HOME_UNWRITABLE',
    details: { path: home, why: 'not-a-folder' },
  });
});

test('file systems that locks or shared memory cannot be trusted on are known', () => {
  expect(remoteFileSystem(0x6969)).toBe('NFS');
  expect(remoteFileSystem(0xff534d42)).toBe('SMB');
  expect(remoteFileSystem(0xff534d42 | 0)).toBe('SMB');
  expect(remoteFileSystem(0x65735546)).toBe('FUSE');
  expect(remoteFileSystem(0xef53), 'ext4').toBeUndefined();
  expect(remoteFileSystem(0x01021994), 'tmpfs').toBeUndefined();
});

async function fill(ledger: Ledger): Promise<void> {
  for (let number = 1; number <= 60; number += 1) {
    await ledger.record(siretOf(number), 'connection', EVENTS['seen-other']);
  }
  await ledger.close();
}

async function expectDamaged(open: () => Promise<Ledger>, file: string): Promise<void> {
  const before = await readFile(file);
  await expect(open()).rejects.toMatchObject({ code: 'LEDGER_DAMAGED', details: { file } });
  expect((await readFile(file)).equals(before)).toBe(true);
}

async function pragma(ledger: Ledger, name: string): Promise<unknown> {
  const { rows } = await sql
    .raw<Record<string, unknown>>(`pragma ${name}`)
    .execute(ledger.database);
  return Object.values(rows[0] ?? {})[0];
}

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}
