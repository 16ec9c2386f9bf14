import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEMO_SIRETS } from '../../fixtures/rosters/demo.ts';
import {
  runRaccord,
  startRaccord,
  type Finished,
} from '../../fixtures/playwright/raccord-process.ts';
import { expect, test } from '../../fixtures/playwright/test.ts';
import type { Truth } from '../../fixtures/portal/truth.ts';
import { credentialDocument, demoDocument, documentOf } from './documents.ts';
import { openToOthers } from './secret-search.ts';

test.describe.configure({ timeout: 480_000 });

test('the demo enrols its roster once, until it is to begin anew', async ({ folder }) => {
  // No portal, no account, no configuration: nothing but the folder it is started in.
  const raccord = (...args: string[]): Promise<Finished> =>
    runRaccord(args, { folder, environment: {} });
  const home = join(folder, '.raccord', 'demo');
  const truth = async (): Promise<Truth> =>
    JSON.parse(await readFile(join(home, 'portal', 'state.json'), 'utf8')) as Truth;

  const first = await raccord('demo', '--json');
  expect(first.exitCode, first.stderr).toBe(0);
  const { enrolments, verifications } = documentOf(first, demoDocument);
  expect(verifications).toMatchObject(DEMO_SIRETS.map((siret) => ({ siret, outcome: 'works' })));
  expect(enrolments).toMatchObject(
    DEMO_SIRETS.map((siret, index) => ({
      siret,
      connection: { outcome: 'created', applicationName: `Pldiffusion${index + 1}` },
      account: { outcome: 'created' },
    })),
  );
  const made = await truth();
  expect(made).toMatchObject({ writes: 6, signIns: [{ outcome: 'signed-in' }] });

  await test.step('its credentials are shown and listed with --demo', async () => {
    for (const { siret, login, password } of made.accounts) {
      const shown = await raccord('credentials', 'show', '--demo', '--siret', siret, '--json');
      expect(documentOf(shown, credentialDocument)).toMatchObject({ siret, login, password });
    }
    const listed = await raccord('credentials', 'list', '--demo');
    const status = await raccord('status', '--demo');
    for (const { login } of made.accounts) {
      expect(listed.stdout).toContain(login);
      expect(status.stdout).toContain(login);
    }
  });

  await test.step('a second demo creates nothing', async () => {
    const second = await raccord('demo');
    expect(second.exitCode, second.stderr).toBe(0);
    for (const { siret, login } of made.accounts) {
      const row = new RegExp(`${siret} +existing +Pldiffusion\\d +existing +${login}`, 'u');
      expect(second.stdout).toMatch(row);
    }
    expect(second.stdout).toContain('Sealed credentials: .raccord/demo/vault\n');
    expect(second.stdout).toMatch(/Evidence: \.raccord\/demo\/evidence\/\S+\n/u);
    const command = `npx raccord credentials show --demo --siret ${DEMO_SIRETS[0]}`;
    expect(second.stdout).toContain(command);
    const { connections, accounts, writes } = await truth();
    expect({ connections, accounts, writes }).toEqual({
      connections: made.connections,
      accounts: made.accounts,
      writes: 6,
    });
    expect(await openToOthers(join(folder, '.raccord'))).toEqual([]);
  });

  await test.step('with --fresh it begins anew', async () => {
    const fresh = startRaccord(['demo', '--fresh', '--json'], { folder, environment: {} });
    // The rest of the roster would go the same way.
    await fresh.says(/"enrolled"/u);
    fresh.kill('SIGINT');
    const finished = await fresh.finished;
    expect(finished.exitCode, finished.stderr).toBe(130);
    expect(documentOf(finished, demoDocument).enrolments[0]).toMatchObject({
      connection: { outcome: 'created', applicationName: 'Pldiffusion1' },
      account: { outcome: 'created' },
    });
    const [account] = (await truth()).accounts;
    expect(account?.login).toBe(made.accounts[0]?.login);
    expect(account?.password).not.toBe(made.accounts[0]?.password);
  });
});
