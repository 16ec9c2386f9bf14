import { spawnSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { sweepOwnFolders } from '../../src/browser/browser-folder.ts';
import {
  markOf,
  thisProcess,
  type ProcessIdentity,
} from '../../src/ledger/lease/process-identity.ts';

interface Place {
  /** Makes the folder of a browser that a process started, with a profile in it. @returns its name. */
  readonly leave: (process: ProcessIdentity) => Promise<string>;
}

const test = base.extend<Place>({
  leave: async ({ folder }, use) => {
    await use(async (process) => {
      const name = `raccord-browser-${markOf(process)}-AbC123`;
      await mkdir(join(folder, name, 'playwright_chromiumdev_profile-x', 'Default'), {
        recursive: true,
      });
      await writeFile(join(folder, name, 'playwright_chromiumdev_profile-x', 'Local State'), '{}');
      return name;
    });
  },
});

/** The pid of a process that has just ended. */
function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

test('what a killed raccord left of its browser is removed, a living one’s stays', async ({
  folder,
  leave,
}) => {
  await leave({ ...thisProcess(), pid: deadPid() });
  const living = await leave(thisProcess());
  await sweepOwnFolders(folder);
  expect(await readdir(folder)).toEqual([living]);
});

test('a later process that got the same pid does not keep it', async ({ folder, leave }) => {
  test.skip(thisProcess().start === undefined, 'this system does not say when a process started');
  await leave({ ...thisProcess(), start: 'another-boot:1' });
  await sweepOwnFolders(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('where the system does not say when a process started, a pid that lives keeps it', async ({
  folder,
  leave,
}) => {
  const living = await leave({ ...thisProcess(), start: undefined });
  await sweepOwnFolders(folder);
  expect(await readdir(folder)).toEqual([living]);
});

test('what another machine made, or another program, stays', async ({ folder, leave }) => {
  const elsewhere = await leave({ pid: deadPid(), host: 'elsewhere' });
  const others = [
    'playwright_chromiumdev_profile-abcdef',
    'raccord-browser-',
    'raccord-test-abcdef',
  ];
  for (const name of others) await mkdir(join(folder, name));
  await sweepOwnFolders(folder);
  expect((await readdir(folder)).sort()).toEqual([...others, elsewhere].sort());
});
