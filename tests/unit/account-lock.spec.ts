import { spawnSync } from 'node:child_process';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { userFolder } from '../../src/config/user-folders.ts';
import {
  acquireAccountLock,
  type AccountLock,
  type AccountLockOptions,
} from '../../src/ledger/lease/account-lock.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';

const NOW = '2026-11-23T14:05:01.250Z';
const PORTAL = 'portail.example';
const LOGIN = 'admin@exemple.fr';

/** One whose time stands still: what waits goes on at once. */
const clock = {
  now: () => new Date(NOW),
  elapsed: () => 0,
  sleep: () => Promise.resolve(),
};

interface Place {
  /** The user's state folder, which is not there yet. */
  readonly state: string;
  /** Takes the lock as a process of another home would; what is held is given back at the end. */
  readonly take: (options?: Partial<AccountLockOptions>) => Promise<AccountLock>;
  /** The same without a login. */
  readonly takePortal: () => Promise<AccountLock>;
}

const test = base.extend<Place>({
  state: async ({ folder }, use) => {
    await use(join(folder, 'state', 'raccord'));
  },
  take: async ({ state }, use) => {
    const taken: AccountLock[] = [];
    await use(async (options = {}) => {
      const usual = { folder: state, portal: PORTAL, login: LOGIN, home: '/srv/a', clock };
      const lock = await acquireAccountLock({ ...usual, command: 'batch', ...options });
      taken.push(lock);
      return lock;
    });
    for (const lock of taken) await lock.release();
  },
  takePortal: async ({ state }, use) => {
    const taken: AccountLock[] = [];
    await use(async () => {
      const options = { folder: state, portal: PORTAL, home: '/srv/p', command: 'run', clock };
      const lock = await acquireAccountLock(options);
      taken.push(lock);
      return lock;
    });
    for (const lock of taken) await lock.release();
  },
});

const HOLDER = { pid: process.pid, host: hostname(), since: NOW };

test('an account that a living process writes with is refused, naming process, command and home', async ({
  take,
}) => {
  await take();
  const details = { portal: PORTAL, login: LOGIN };
  await expect(take({ home: '/srv/b' })).rejects.toMatchObject({
    code: 'ACCOUNT_LOCKED',
    exitCode: 2,
    details: { ...details, holder: { ...HOLDER, command: 'batch', home: '/srv/a' } },
  });
});

test('a lock that was given back is anyone’s, and leaves no name behind', async ({
  take,
  state,
}) => {
  const first = await take();
  await first.release();
  expect((await readdir(state)).filter((name) => name.endsWith('.json'))).toEqual([]);
  await take({ home: '/srv/b' });
  await expect(take()).rejects.toMatchObject({ details: { holder: { home: '/srv/b' } } });
});

test('who was refused holds nothing: the account is free once the first has ended', async ({
  take,
}) => {
  const first = await take();
  await expect(take()).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
  await first.release();
  await take();
});

test('two accounts of one portal, and one login on two portals, go beside each other', async ({
  take,
}) => {
  await take();
  await take({ login: 'other@exemple.fr' });
  await take({ portal: 'other.example' });
  await take({ portal: `${PORTAL}:8443` });
});

test('a login is the same account in any case, and with spaces around', async ({ take }) => {
  await take();
  for (const login of ['ADMIN@Exemple.FR', ` ${LOGIN} `]) {
    await expect(take({ login })).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
  }
});

test.describe('who signs in in a window may be any administrator', () => {
  test('and is kept out by each account that is in use', async ({ take, takePortal }) => {
    const lock = await take();
    await expect(takePortal()).rejects.toMatchObject({
      code: 'ACCOUNT_LOCKED',
      details: { portal: PORTAL, holder: { ...HOLDER, home: '/srv/a' } },
    });
    await lock.release();
    await takePortal();
  });

  test('and keeps out every account of that portal, and no other', async ({ take, takePortal }) => {
    const lock = await takePortal();
    for (const login of [LOGIN, 'other@exemple.fr']) {
      await expect(take({ login })).rejects.toMatchObject({
        code: 'ACCOUNT_LOCKED',
        details: { portal: PORTAL, login, holder: { ...HOLDER, home: '/srv/p' } },
      });
    }
    await expect(takePortal()).rejects.toMatchObject({ code: 'ACCOUNT_LOCKED' });
    await take({ portal: 'other.example' });
    await lock.release();
    await take();
  });
});

test('a holder that died is in nobody’s way, and is not named for the one who holds it now', async ({
  take,
  state,
}) => {
  const first = await take();
  const note = join(state, (await notesIn(state))[0] ?? '');
  const text = await readFile(note, 'utf8');
  await first.release();
  const { pid } = spawnSync(process.execPath, ['--version']);
  const dead = JSON.stringify({
    ...thisProcess(),
    pid,
    since: NOW,
    command: 'run',
    home: '/srv/d',
  });
  await writeFile(note, dead);
  await take({ home: '/srv/b' });
  expect(JSON.parse(await readFile(note, 'utf8'))).toEqual({
    ...(JSON.parse(text) as object),
    home: '/srv/b',
  });
  // As when the next holder has the lock and has not written yet who it is.
  for (const unsaid of [dead, '', '{"pid":']) {
    await writeFile(note, unsaid);
    const refused = await take().catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'ACCOUNT_LOCKED' });
    expect(refused).not.toHaveProperty('details.holder');
  }
});

test('the note holds who, where and since when, and is its owner’s alone', async ({
  take,
  state,
}) => {
  await take();
  const names = await readdir(state);
  const [note = ''] = await notesIn(state);
  expect(JSON.parse(await readFile(join(state, note), 'utf8'))).toEqual({
    ...thisProcess(),
    ...{ since: NOW, command: 'batch', home: '/srv/a' },
  });
  // A login is not told by the names of files either.
  expect(names.join(' ')).toMatch(
    /^(?:account-[0-9a-f]{16}(?:-[0-9a-f]{16})?\.(?:lock|json) ?)+$/u,
  );
  test.skip(process.platform === 'win32', 'Windows has no modes');
  expect((await stat(state)).mode & 0o777).toBe(0o700);
  for (const name of names) expect((await stat(join(state, name))).mode & 0o777, name).toBe(0o600);
});

test('a state folder that cannot be written stops the run before anything is done', async ({
  take,
  folder,
}) => {
  await writeFile(join(folder, 'file'), '');
  const inTheWay = join(folder, 'file', 'raccord');
  await expect(take({ folder: inTheWay })).rejects.toMatchObject({
    code: 'STATE_UNWRITABLE',
    exitCode: 2,
    details: { path: inTheWay, why: 'not-a-folder' },
  });
});

test('a lock file that is none is told, and nothing is done without the lock', async ({
  take,
  state,
}) => {
  await (await take()).release();
  for (const name of await readdir(state)) await writeFile(join(state, name), 'x'.repeat(4096));
  await expect(take()).rejects.toMatchObject({ code: 'STATE_UNWRITABLE' });
});

for (const [platform, environment, expected] of [
  ['linux', { XDG_STATE_HOME: '/var/state' }, '/var/state/raccord'],
  ['linux', { XDG_STATE_HOME: 'relative' }, '/home/ops/.local/state/raccord'],
  ['linux', {}, '/home/ops/.local/state/raccord'],
  ['darwin', {}, '/home/ops/Library/Application Support/raccord'],
  ['darwin', { XDG_STATE_HOME: '/var/state' }, '/var/state/raccord'],
  ['win32', { LOCALAPPDATA: '/local' }, '/local/raccord'],
  ['win32', {}, '/home/ops/AppData/Local/raccord'],
] as const) {
  test(`on ${platform} with ${JSON.stringify(environment)} the state folder is ${expected}`, () => {
    const folder = userFolder('state', environment, platform, '/home/ops');
    expect(folder.replaceAll('\\', '/')).toBe(expected);
  });
}

async function notesIn(state: string): Promise<string[]> {
  return (await readdir(state)).filter((name) => name.endsWith('.json'));
}
