import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import { loadConfig } from '../../src/config/config.ts';
import { parseTimeSpan } from '../../src/domain/clock.ts';
import { acquireLease } from '../../src/ledger/lease/lease.ts';
import { thisProcess } from '../../src/ledger/lease/process-identity.ts';
import { findOldRecords, oldRuns, removeRecords } from '../../src/files/old-records.ts';
import { test } from '../../fixtures/playwright/folder.ts';

const NOW = new Date('2026-11-27T00:00:00Z');
const DAYS_90 = parseTimeSpan('90d')!;

const OLD = '20260820T210000Z-1a2b';
const RECENT = '20261126T210000Z-3c4d';

/** A home with what two runs left, and with what is never to go. */
async function leave(home: string): Promise<void> {
  for (const run of [OLD, RECENT]) {
    await mkdir(join(home, 'evidence', run, '73282932000074'), { recursive: true });
    await writeFile(join(home, 'evidence', run, '73282932000074', 'trace-1.zip'), 'four');
    await mkdir(join(home, 'reports', run), { recursive: true });
  }
  for (const folder of ['vault/73282932000074', 'session', 'evidence/kept by hand']) {
    await mkdir(join(home, folder), { recursive: true });
    await writeFile(join(home, folder, 'file'), '');
  }
}

/** Runs the command on that home. */
function raccord(home: string, args: readonly string[], environment = {}) {
  const folder = join(home, '..');
  return raccordHere(args, {
    environment: { CHORUS_ENV: 'production', RACCORD_HOME: home, ...environment },
    folder,
  });
}

/** A home in which something was done already. */
async function begin(home: string): Promise<void> {
  await inLedger({ home, portal: 'portail.example' }, () => Promise.resolve());
  await leave(home);
}

test('a run is old by its name alone, and what is no run’s name is never old', () => {
  const names = [OLD, RECENT, 'kept by hand', '20260820', `${OLD}.bak`, '20261399T000000Z-1a2b'];
  expect(oldRuns(names, NOW, DAYS_90)).toEqual([OLD]);
  expect(oldRuns(names, NOW, parseTimeSpan('365d')!)).toEqual([]);
});

test('evidence and reports of old runs go, and nothing else', async ({ folder }) => {
  const home = join(folder, 'home');
  await leave(home);
  const elsewhere = join(folder, 'elsewhere');
  await mkdir(elsewhere);
  await symlink(elsewhere, join(home, 'reports', '20260101T000000Z-ffff'));
  const old = await findOldRecords(home, NOW, DAYS_90);
  expect(old.map(({ kind, run, bytes }) => ({ kind, run, bytes }))).toEqual([
    { kind: 'evidence', run: OLD, bytes: 4 },
    { kind: 'reports', run: OLD, bytes: 0 },
  ]);
  await removeRecords(old);
  expect((await readdir(join(home, 'evidence'))).sort()).toEqual([RECENT, 'kept by hand'].sort());
  expect(await readdir(join(home, 'reports'))).toEqual(['20260101T000000Z-ffff', RECENT]);
  expect((await readdir(home)).sort()).toEqual(['evidence', 'reports', 'session', 'vault']);
  expect(await readdir(folder)).toContain('elsewhere');
});

test('clean says what would go and removes nothing with --dry-run, then removes it with --yes', async ({
  folder,
}) => {
  const home = join(folder, 'home');
  await begin(home);
  const dry = await raccord(home, ['clean', '--older-than', '1d', '--dry-run']);
  expect(dry.exitCode).toBe(0);
  expect(dry.stdout).toContain(join(home, 'evidence', OLD));
  expect(dry.stderr).toContain('folders would be removed');
  expect(await readdir(join(home, 'evidence'))).toContain(OLD);
  const done = await raccord(home, ['clean', '--older-than', '90d', '--yes', '--json']);
  expect(done.exitCode).toBe(0);
  expect(JSON.parse(done.stdout)).toMatchObject({ removed: true });
  expect(await readdir(join(home, 'evidence'))).not.toContain(OLD);
  expect(await readdir(home)).toContain('ledger.db');
});

test('clean removes nothing without consent, without an age, or with an age that has no unit', async ({
  folder,
}) => {
  const home = join(folder, 'home');
  await begin(home);
  for (const [args, said] of [
    [['--older-than', '90d'], '--yes: required without a terminal'],
    [['--yes'], '--older-than'],
    [['--older-than', '90', '--yes'], '90d'],
  ] as const) {
    const { exitCode, stderr } = await raccord(home, ['clean', ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(said);
  }
  expect(await readdir(join(home, 'evidence'))).toContain(OLD);
});

test('clean waits for nobody and removes nothing while a run works on that home', async ({
  folder,
}) => {
  const home = join(folder, 'home');
  await begin(home);
  await inLedger({ home, portal: 'portail.example' }, async (ledger) => {
    const lease = await acquireLease(ledger, 'writer', { ttlMs: 60_000, holder: thisProcess() });
    const { exitCode, stderr } = await raccord(home, ['clean', '--older-than', '1d', '--yes']);
    await lease.release();
    expect(exitCode).toBe(2);
    expect(stderr).toContain('HOME_LOCKED');
  });
  expect(await readdir(join(home, 'evidence'))).toContain(OLD);
});

test('RACCORD_KEEP is a span of at least a day, with its unit', ({ folder }) => {
  expect(loadConfig({ RACCORD_KEEP: '90d' }, folder).keepMs).toBe(DAYS_90);
  expect(loadConfig({}, folder).keepMs).toBeUndefined();
  for (const wrong of ['90', '12h', '0d']) {
    expect(() => loadConfig({ RACCORD_KEEP: wrong }, folder)).toThrow('CONFIG_INVALID');
  }
});
