import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { ifPresent, isPresent, listNames } from '../../src/files/if-present.ts';
import { hasLedger } from '../../src/ledger/home-ledger.ts';

/** A user without rights, for root, who may read everything. */
const NOBODY = 65_534;

const test = base.extend<{ closed: string }>({
  /** A folder with a file `ledger.db` that this user may not look into. */
  closed: async ({ folder }, use) => {
    const closed = join(folder, 'closed');
    await mkdir(closed);
    await writeFile(join(closed, 'ledger.db'), 'text');
    await chmod(folder, 0o711);
    await chmod(closed, 0o000);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      await use(closed);
    } finally {
      if (isRoot) process.seteuid?.(0);
      await chmod(closed, 0o700);
    }
  },
});

test.skip(process.platform === 'win32', 'Windows has no modes');

test('what this user may not look at is not taken for missing', async ({ closed }) => {
  const file = join(closed, 'ledger.db');
  const refusal = {
    name: 'UnwritableError',
    why: 'forbidden',
    reason: 'EACCES: permission denied',
  };
  await expect(ifPresent(readFile(file))).rejects.toMatchObject({ ...refusal, path: file });
  await expect(listNames(closed)).rejects.toMatchObject({ ...refusal, path: closed });
  expect(() => isPresent(file)).toThrow(expect.objectContaining({ ...refusal, path: file }));
  expect(() => hasLedger({ home: closed })).toThrow(expect.objectContaining(refusal));
});

test('what is missing is told as that, and what is there as well', async ({ folder }) => {
  await writeFile(join(folder, 'file'), 'text');
  const missing = join(folder, 'missing');
  expect([isPresent(missing), isPresent(join(folder, 'file'))]).toEqual([false, true]);
  expect(await ifPresent(readdir(missing))).toBeUndefined();
  expect([await listNames(missing), await listNames(folder)]).toEqual([[], ['file']]);
});
