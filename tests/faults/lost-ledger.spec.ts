import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startPisteApi } from '../../fixtures/piste/server.ts';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { pisteEnvironmentFor, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import { batchDocument, documentOf, planDocument } from '../cli/documents.ts';

const SIRET = '73282932000074';
const LOGIN = `TECH_1_${SIRET}@cpro.fr`;

const BATCH = ['batch', '--input', 'roster.csv', '--yes', '--json', '--min-interval', '0ms'];
const PLAN = ['plan', '--siret', SIRET, '--json'];
const TAKE_IN = ['doctor', '--take-in', '--json'];

const HINT =
  '1 sealed passwords are in the vault but not in the ledger: "raccord doctor --take-in"';

const MISSING = {
  outcome: 'existing',
  login: LOGIN,
  credential: 'missing',
  error: { code: 'PASSWORD_MISSING' },
} as const;

const STATUS = z.object({
  enrolments: z.array(z.looseObject({ account: z.looseObject({ state: z.string() }) })),
});

test.describe.configure({ timeout: 300_000 });
test.use({
  portalOptions: {
    otherConnections: [{ siret: SIRET, applicationName: 'Pldiffusion1' }],
    existingAccounts: [{ siret: SIRET }],
  },
});

test.beforeEach(async ({ folder, enrolledHome: home }) => {
  expect(home).not.toBe('');
  await writeFile(join(folder, 'roster.csv'), `siret\r\n${SIRET}\r\n`);
});

function expectCode(finished: Finished, exitCode: number): Finished {
  expect(finished.exitCode, finished.stderr).toBe(exitCode);
  return finished;
}

test('a ledger that is gone is told by every command, and its passwords are taken in again', async ({
  portal,
  raccordHere: raccord,
  home,
}) => {
  const sealed = await readdir(join(home, 'vault', SIRET));
  await removeLedger(home);

  await test.step('batch says that the password is missing, and ends with 1', async () => {
    const before = documentOf(expectCode(await raccord(PLAN), 0), planDocument);
    const nothing = { action: 'nothing to do', found: LOGIN, credential: 'missing' };
    expect(before.enrolments[0]?.account).toMatchObject(nothing);
    expect(before.summary).toMatchObject({ 'nothing to do': 2, passwordMissing: 1 });

    const ended = expectCode(await raccord(BATCH), 1);
    const { enrolments, summary } = documentOf(ended, batchDocument);
    expect(enrolments).toMatchObject([{ connection: { outcome: 'existing' }, account: MISSING }]);
    expect(summary).toMatchObject({ existing: 2, failedEnrolments: 1, passwordMissing: 1 });
    for (const words of ['renew --adopt', '--new-account', HINT]) {
      expect(ended.stderr).toContain(words);
    }
  });

  await test.step('so do status and its metrics, and doctor finds the file', async () => {
    const status = expectCode(await raccord(['status', '--json']), 0);
    const { enrolments } = documentOf(status, STATUS);
    expect(enrolments).toMatchObject([{ account: { state: 'existing', credential: 'missing' } }]);
    expect(status.stderr).toContain(HINT);
    const table = expectCode(await raccord(['status']), 0);
    expect(table.stdout).toContain('existing, password missing');
    expect(table.stderr).toContain('1 accounts have no password here');
    const file = join(home, 'raccord.prom');
    expectCode(await raccord(['status', '--metrics', file]), 0);
    expect(await readFile(file, 'utf8')).toContain('\nraccord_password_missing 1\n');
    const looked = await raccord(['doctor', '--offline', '--json']);
    const { checks } = JSON.parse(looked.stdout) as { checks: unknown[] };
    const warning = { section: 'storage', name: 'unlisted', result: 'warning', found: '1' };
    expect(checks).toContainEqual(warning);
  });

  await test.step('doctor --take-in wants the private key, and takes it in once', async () => {
    const key = join(home, 'identity.age-key');
    await rename(key, `${key}.away`);
    const refused = expectCode(await raccord(TAKE_IN), 2);
    expect(refused.stderr).toContain('IDENTITY_MISSING');
    await rename(`${key}.away`, key);
    const taken = expectCode(await raccord(TAKE_IN), 0);
    const credentialId = sealed[0]?.replace('.age', '');
    const takenIn = [{ siret: SIRET, login: LOGIN, credentialId }];
    expect(JSON.parse(taken.stdout)).toEqual({ takenIn, left: [] });
    const again = expectCode(await raccord(TAKE_IN), 0);
    expect(JSON.parse(again.stdout)).toEqual({ takenIn: [], left: [] });
    expect(await readdir(join(home, 'vault', SIRET))).toEqual(sealed);
  });

  await test.step('it counts as not proven until the API says that it works', async () => {
    const unproven = expectCode(await raccord(BATCH), 1);
    const { enrolments } = documentOf(unproven, batchDocument);
    expect(enrolments).toMatchObject([{ account: { outcome: 'unproven' } }]);
    expect(unproven.stderr).not.toContain('PASSWORD_MISSING');
    expect(unproven.stderr).not.toContain('--take-in');

    const piste = await startPisteApi({ truth: () => portal.truth(), readyAfterMs: 0 });
    const ready = { ...pisteEnvironmentFor(piste), RACCORD_READY_AFTER: '0s' };
    const proven = expectCode(await raccord(BATCH, ready), 0);
    await piste.close();
    const account = { outcome: 'recovered', login: LOGIN };
    expect(documentOf(proven, batchDocument).enrolments).toMatchObject([{ account }]);
  });
  expect(portal.writeRequests()).toBe(0);
});

test('a vault that is gone is told by batch as a missing password, and well again once it is back', async ({
  portal,
  raccordHere: raccord,
  home,
}) => {
  const vault = join(home, 'vault');
  await rename(vault, `${vault}.away`);
  const ended = expectCode(await raccord(BATCH), 1);
  expect(documentOf(ended, batchDocument).enrolments).toMatchObject([{ account: MISSING }]);
  expect(ended.stderr).toContain('is missing from the vault');
  await rm(vault, { recursive: true });
  await rename(`${vault}.away`, vault);
  const healthy = expectCode(await raccord(BATCH), 0);
  const { enrolments, summary } = documentOf(healthy, batchDocument);
  const [{ expiresOn } = {}] = portal.truth().accounts;
  expect(enrolments[0]?.account).toEqual({ outcome: 'existing', login: LOGIN, expiresOn });
  expect(summary).toMatchObject({ failedEnrolments: 0, passwordMissing: 0 });
  expect(portal.writeRequests()).toBe(0);
});

async function removeLedger(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name.startsWith('ledger.db')) await rm(join(home, name));
  }
}
