import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { DEMO_SIRETS } from '../../fixtures/rosters/demo.ts';
import {
  runRaccord,
  startRaccord,
  type Finished,
} from '../../fixtures/playwright/raccord-process.ts';
import { expect, test as base } from '../../fixtures/playwright/test.ts';
import type { Truth } from '../../fixtures/portal/truth.ts';
import { credentialDocument, demoDocument, documentOf } from './documents.ts';
import { exposureProblem } from './secret-search.ts';

interface Demo {
  /** Runs the command with no portal, account or configuration: nothing but the folder it is started in. */
  readonly alone: (...args: string[]) => Promise<Finished>;
  /** What the demo's own portal holds. */
  readonly truth: () => Promise<Truth>;
}

const test = base.extend<Demo>({
  alone: async ({ folder }, use) => {
    await use((...args) => runRaccord(args, { folder, environment: {} }));
  },
  truth: async ({ folder }, use) => {
    const state = join(folder, 'data', 'raccord', 'demo', 'portal', 'state.json');
    await use(async () => JSON.parse(await readFile(state, 'utf8')) as Truth);
  },
});

test.describe.configure({ timeout: 480_000 });

test('the demo enrols its roster, proves what it captured, and says where all is', async ({
  folder,
  alone,
  truth,
}) => {
  const demo = await alone('demo');
  expect(demo.exitCode, demo.stderr).toBe(0);
  const { connections, accounts, writes, signIns } = await truth();
  expect({ writes, signIns }).toMatchObject({ writes: 6, signIns: [{ outcome: 'signed-in' }] });
  expect(accounts.map(({ siret }) => siret)).toEqual(DEMO_SIRETS);
  expect(connections.map(({ applicationName }) => applicationName)).toEqual(
    DEMO_SIRETS.map((_, index) => `Pldiffusion${index + 1}`),
  );
  for (const [index, { siret, login }] of accounts.entries()) {
    const row = `${siret} +created +Pldiffusion${index + 1} +created +${login}`;
    expect(demo.stdout).toMatch(new RegExp(row, 'u'));
    expect(demo.stdout).toMatch(new RegExp(`${siret} +${login} +works`, 'u'));
  }
  expect(demo.stdout).toContain('Sealed credentials: data/raccord/demo/vault\n');
  expect(demo.stdout).toMatch(/Evidence: data\/raccord\/demo\/evidence\/\S+\n/u);
  const command = `raccord credentials show --demo --siret ${DEMO_SIRETS[0]}`;
  expect(demo.stdout).toContain(command);
  expect(await exposureProblem(join(folder, 'data', 'raccord'))).toEqual([]);
  // Its key opens made-up passwords: where it lies alarms nobody.
  expect(demo.stderr).not.toContain('RACCORD_RECIPIENTS');

  await test.step('its credentials are shown and listed with --demo', async () => {
    const here = (...args: string[]): Promise<Finished> =>
      raccordHere(args, { folder, environment: {} });
    for (const { siret, login, password } of accounts) {
      const shown = await here('credentials', 'show', '--demo', '--siret', siret, '--json');
      expect(documentOf(shown, credentialDocument)).toMatchObject({ siret, login, password });
    }
    const listed = await here('credentials', 'list', '--demo');
    const status = await here('status', '--demo');
    for (const { login } of accounts) {
      expect(listed.stdout).toContain(login);
      expect(status.stdout).toContain(login);
    }
  });
});

test('the demo enrols its roster once, until it is to begin anew @whole', async ({
  folder,
  alone,
  truth,
}) => {
  const first = await alone('demo', '--json');
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

  await test.step('a second demo creates nothing', async () => {
    const second = await alone('demo');
    expect(second.exitCode, second.stderr).toBe(0);
    for (const { siret, login } of made.accounts) {
      const row = new RegExp(`${siret} +existing +Pldiffusion\\d +existing +${login}`, 'u');
      expect(second.stdout).toMatch(row);
    }
    expect(second.stdout).toContain('Sealed credentials: data/raccord/demo/vault\n');
    expect(second.stdout).toMatch(/Evidence: data\/raccord\/demo\/evidence\/\S+\n/u);
    const command = `raccord credentials show --demo --siret ${DEMO_SIRETS[0]}`;
    expect(second.stdout).toContain(command);
    const { connections, accounts, writes } = await truth();
    expect({ connections, accounts, writes }).toEqual({
      connections: made.connections,
      accounts: made.accounts,
      writes: 6,
    });
    expect(await exposureProblem(join(folder, 'data', 'raccord'))).toEqual([]);
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
