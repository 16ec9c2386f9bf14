import { cp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { inLedger } from '../../fixtures/playwright/seeded-home.ts';
import {
  credentialDocument,
  documentOf,
  enrolmentDocument,
  errorDocument,
} from '../cli/documents.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET, '--json'] as const;
const STATUS = ['status', '--json'] as const;
const SHOW = ['credentials', 'show', '--siret', SIRET, '--json'] as const;
const EXPORT = ['credentials', 'export', '--output', 'out.json'] as const;

test.describe.configure({ timeout: 300_000 });
test.use({
  portalOptions: {
    otherConnections: [{ siret: SIRET, applicationName: 'Pldiffusion1' }],
    existingAccounts: [{ siret: SIRET }],
  },
});

/** How a ledger is damaged whose journal is there. */
const DAMAGE: Readonly<Record<string, (file: string) => Promise<void>>> = {
  'is cut short': async (file) => truncate(file, Math.floor((await stat(file)).size / 2) + 100),
  'is empty': (file) => truncate(file, 0),
  'is written over': async (file) => {
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill(0x5a, 0, bytes.length / 2));
  },
  'is gone': (file) => rm(file),
};

test('a ledger that is damaged while its journal is there is named, and never made anew', async ({
  portal,
  raccordHere: raccord,
  folder,
  enrolledHome: home,
}) => {
  const place = { home, portal: new URL(portal.url).hostname };
  await inLedger(place, (ledger) => ledger.beginRun({ command: 'run', version: '0.0.0' }));
  const file = join(home, 'ledger.db');
  await leaveJournal(file);
  const backup = join(folder, 'backup');
  await cp(home, backup, { recursive: true });

  for (const [what, damage] of Object.entries(DAMAGE)) {
    await test.step(`the ledger ${what}`, async () => {
      await damage(file);
      const before = await bytesOf(file);
      const journal = await bytesOf(`${file}-wal`);
      for (const args of [RUN, STATUS, SHOW, EXPORT]) {
        expectNamed(await raccord(args), 'LEDGER_DAMAGED', file);
      }
      expect(await bytesOf(file), 'nothing was made in its place').toEqual(before);
      expect(await bytesOf(`${file}-wal`)).toEqual(journal);
      expect(await bytesOf(join(folder, 'out.json'))).toBeUndefined();
      expect(portal.writeRequests()).toBe(0);

      await rm(home, { recursive: true });
      await cp(backup, home, { recursive: true });
    });
  }

  const again = expectCode(await raccord(RUN), 0);
  expect(documentOf(again, enrolmentDocument)).toMatchObject({
    connection: { outcome: 'existing' },
    account: { outcome: 'existing' },
  });
  expectCode(await raccord(STATUS), 0);
  const [{ login, password } = {}] = portal.truth().accounts;
  const shown = expectCode(await raccord(SHOW), 0);
  expect(documentOf(shown, credentialDocument)).toMatchObject({ login, password });
  expect(portal.writeRequests()).toBe(0);
});

for (const [what, damage] of Object.entries({
  'is gone': (file: string) => rm(file),
  'is cut short': (file: string) => truncate(file, 100),
  'is another': async (file: string) => {
    const bytes = await readFile(file);
    await writeFile(file, bytes.fill('A', 100, 110));
  },
})) {
  const tag = what === 'is gone' ? '@representative' : '@whole';
  const name = `a sealed credential that ${what} is named by every command that is about it`;
  test(name, { tag }, async ({ portal, raccordHere: raccord, folder, enrolledHome: home }) => {
    const [sealedName = ''] = await readdir(join(home, 'vault', SIRET));
    const file = join(home, 'vault', SIRET, sealedName);
    const sealed = await readFile(file);
    await damage(file);
    const damaged = await bytesOf(file);

    const isGone = damaged === undefined;
    const again = documentOf(expectCode(await raccord(RUN), isGone ? 1 : 2), enrolmentDocument);
    const account = isGone
      ? { outcome: 'existing', credential: 'missing', error: { code: 'PASSWORD_MISSING' } }
      : { outcome: 'failed', error: { code: 'VAULT_DAMAGED' } };
    expect(again).toMatchObject({ connection: { outcome: 'existing' }, account });
    if (isGone) expect(again.account.error?.message).toContain(sealedName.replace('.age', ''));
    const status = expectCode(await raccord(STATUS), 2);
    const credential = isGone ? { credential: 'missing' } : {};
    expect(JSON.parse(status.stdout)).toMatchObject({
      enrolments: [{ siret: SIRET, account: { state: 'done', ...credential } }],
    });
    expect(status.stderr).toContain('✗ VAULT_DAMAGED');
    expect(status.stderr).toContain(file);
    for (const args of [SHOW, EXPORT]) expectNamed(await raccord(args), 'VAULT_DAMAGED', file);
    expect(await bytesOf(file), 'nothing was made in its place').toEqual(damaged);
    expect(await bytesOf(join(folder, 'out.json'))).toBeUndefined();
    expect(portal.writeRequests()).toBe(0);

    await writeFile(file, sealed);
    const restored = documentOf(expectCode(await raccord(RUN), 0), enrolmentDocument);
    expect(restored.account).toMatchObject({ outcome: 'existing' });
    expectCode(await raccord(STATUS), 0);
    const [{ login, password } = {}] = portal.truth().accounts;
    const shown = expectCode(await raccord(SHOW), 0);
    expect(documentOf(shown, credentialDocument)).toMatchObject({ login, password });
    expectCode(await raccord(EXPORT), 0);
  });
}

/** As a run that is killed leaves it: a journal that holds what the file does not yet. */
async function leaveJournal(file: string): Promise<void> {
  const database = new Sqlite(file);
  database.prepare("update runs set version = version || ' '").run();
  await cp(file, `${file}.kept`);
  await cp(`${file}-wal`, `${file}-wal.kept`);
  database.close();
  await cp(`${file}.kept`, file);
  await cp(`${file}-wal.kept`, `${file}-wal`);
  await rm(`${file}.kept`);
  await rm(`${file}-wal.kept`);
}

function expectCode(finished: Finished, exitCode: number): Finished {
  expect(finished.exitCode, finished.stderr).toBe(exitCode);
  return finished;
}

/** The command did nothing, and said why, on standard output too where it was asked to. */
function expectNamed(finished: Finished, code: string, file: string): void {
  const { stdout, stderr } = expectCode(finished, 2);
  expect(stderr).toContain(`✗ ${code}`);
  expect(stderr).toContain(file);
  if (stdout !== '') expect(documentOf(finished, errorDocument).error.code).toBe(code);
}

/** The bytes of a file; undefined where there is none. */
async function bytesOf(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}
