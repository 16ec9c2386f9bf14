import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makePrivateFolder, writeDurably } from '../../src/files/durable-file.ts';
import { expect, modeOf, test } from './vault-fixtures.ts';

for (const umask of [0o000, 0o277]) {
  test(`files are 0600 and folders 0700 under umask ${umask.toString(8)}`, async ({ folder }) => {
    const before = process.umask(umask);
    try {
      const path = join(folder, 'one', 'two');
      await makePrivateFolder(path);
      await makePrivateFolder(path);
      await writeDurably(join(path, 'file'), Buffer.from('x'));
      expect(await modeOf(join(folder, 'one'))).toBe('700');
      expect(await modeOf(path)).toBe('700');
      expect(await modeOf(join(path, 'file'))).toBe('600');
    } finally {
      process.umask(before);
    }
  });
}

test('a folder that is already there keeps its mode', async ({ folder }) => {
  const path = join(folder, 'shared');
  await mkdir(path, { mode: 0o755 });
  await makePrivateFolder(path);
  expect(await modeOf(path)).toBe('755');
});

test('a file is replaced whole, and nothing else is left', async ({ folder }) => {
  const path = join(folder, 'session.json');
  await writeFile(path, 'a longer text than the next', { mode: 0o644 });
  await writeDurably(path, Buffer.from('short'));
  expect(await readFile(path, 'utf8')).toBe('short');
  expect(await modeOf(path)).toBe('600');
  expect(await readdir(folder)).toEqual(['session.json']);
});

test('a file is not replaced where that was not asked for', async ({ folder }) => {
  const path = join(folder, 'credential.age');
  await writeDurably(path, Buffer.from('first'), { exclusive: true });
  await expect(
    writeDurably(path, Buffer.from('second'), { exclusive: true }),
  ).rejects.toMatchObject({ name: 'UnwritableError', path, exists: true });
  expect(await readFile(path, 'utf8')).toBe('first');
  expect(await readdir(folder)).toEqual(['credential.age']);
});

test('of many writers of one file each leaves it whole', async ({ folder }) => {
  const path = join(folder, 'session.json');
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000));
  await Promise.all(texts.map((text) => writeDurably(path, Buffer.from(text))));
  expect(texts).toContain(await readFile(path, 'utf8'));
  expect(await readdir(folder)).toEqual(['session.json']);
});

test('a folder that takes no others is named', async () => {
  test.skip(process.platform !== 'linux', '/proc is one of Linux');
  for (const path of ['/proc/raccord', '/proc/raccord/home']) {
    await expect(makePrivateFolder(path)).rejects.toMatchObject({
      name: 'UnwritableError',
      path: '/proc/raccord',
      reason: 'ENOENT: no such file or directory',
    });
  }
});

test('what cannot be written is named with its path and reason', async ({ folder }) => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  await expect(makePrivateFolder(join(file, 'under'))).rejects.toMatchObject({
    name: 'UnwritableError',
    reason: 'ENOTDIR: not a directory',
  });
  await expect(makePrivateFolder(file)).rejects.toMatchObject({
    path: file,
    reason: 'EEXIST: file already exists',
  });
  const missing = join(folder, 'missing', 'session.json');
  await expect(writeDurably(missing, Buffer.from('x'))).rejects.toMatchObject({
    path: missing,
    reason: 'ENOENT: no such file or directory',
  });
});
