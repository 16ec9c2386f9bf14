import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { STEPS } from '../../src/domain/step-names.ts';
import { credentialDocument, documentOf, enrolmentDocument } from './documents.ts';

const SIRET = '73282932000074';

test.describe.configure({ timeout: 180_000 });
// As the real portal: a code of the authenticator, and answers that take their time.
test.use({ portalOptions: { secondFactor: 'totp', networkDelay: true, autofillDelayMs: 600 } });

test('one run declares the connection, creates the account and keeps its credential', async ({
  portal,
  raccord: raccordAsProcess,
  raccordHere: raccord,
  home,
}) => {
  const run = await raccordAsProcess(['run', '--siret', '732 829 320 00074', '--json']);
  expect(run.exitCode, run.stderr).toBe(0);
  const document = documentOf(run, enrolmentDocument);
  const { connections, accounts, signIns, writes } = portal.truth();

  await test.step('the portal holds one of each, as meant', () => {
    expect(connections).toHaveLength(1);
    expect(connections[0]).toMatchObject({
      siret: SIRET,
      applicationName: 'Pldiffusion1',
      usage: "Utilisateur d'une solution d'un éditeur ou opérateur",
      editor: 'PLDChorus',
      contactName: 'Camille Martin',
      contactPhone: '04 78 00 00 00',
      contactEmail: 'camille.martin@exemple.fr',
      contactFax: '',
    });
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({ siret: SIRET, contactEmail: portal.administrator.login });
    expect(writes).toBe(2);
  });

  await test.step('the document says what the portal holds', () => {
    expect(document).toMatchObject({
      siret: SIRET,
      structureName: 'PL DIFFUSION LYON',
      connection: {
        outcome: 'created',
        applicationName: connections[0]?.applicationName,
        state: connections[0]?.state,
      },
      account: {
        outcome: 'created',
        login: accounts[0]?.login,
        expiresOn: accounts[0]?.expiresOn,
        credentialId: expect.stringMatching(/./u),
      },
    });
  });

  await test.step('the evidence has a log of the steps and a picture of each', async () => {
    const steps = await stepsLogged(document.evidence);
    expect(steps.map(({ step }) => step)).toEqual(STEPS.filter((step) => step !== 'sign-in'));
    expect(await picturesIn(document.evidence)).toEqual(steps.map(({ picture }) => picture));
    const signIn = join(document.evidence, '..', 'sign-in');
    expect(await stepsLogged(signIn)).toMatchObject([{ step: 'sign-in' }]);
    expect(await picturesIn(signIn)).toEqual(['01-sign-in.png']);
  });

  await test.step('the credential opens to login and password of the portal', async () => {
    const shown = await raccord(['credentials', 'show', '--siret', SIRET, '--json']);
    expect(documentOf(shown, credentialDocument)).toEqual({
      siret: SIRET,
      login: accounts[0]?.login,
      password: accounts[0]?.password,
      capturedAt: expect.any(String),
      expiresOn: accounts[0]?.expiresOn,
    });
    const hidden = await raccord(['credentials', 'show', '--siret', SIRET]);
    expect(hidden).toMatchObject({ exitCode: 2, stdout: '' });
    expect(hidden.stderr).toContain('--reveal: missing');
    const text = await raccord(['credentials', 'show', '--siret', SIRET, '--reveal']);
    expect(text.stdout).toBe([accounts[0]?.login, accounts[0]?.password, ''].join('\n'));
  });

  await test.step('a second run finds both and writes nothing', async () => {
    const again = await raccord(['run', '--siret', SIRET, '--json']);
    expect(again.exitCode, again.stderr).toBe(0);
    expect(documentOf(again, enrolmentDocument)).toMatchObject({
      connection: { outcome: 'existing', applicationName: 'Pldiffusion1' },
      account: {
        outcome: 'existing',
        login: accounts[0]?.login,
        credentialId: document.account.credentialId,
      },
    });
    expect(portal.truth()).toMatchObject({ writes: 2, signIns });
  });

  await test.step('status tells where the SIRET stands', async () => {
    const { stdout } = await raccord(['status', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      lastRun: expect.objectContaining({
        ...{ command: 'run', exitCode: 0, isRunning: false },
        sirets: { all: 1, failed: 0, left: 0 },
      }),
      enrolments: [
        {
          siret: SIRET,
          connection: {
            state: 'done',
            applicationName: 'Pldiffusion1',
            portalState: connections[0]?.state,
            message: expect.any(String),
          },
          account: {
            state: 'done',
            login: accounts[0]?.login,
            portalState: 'Actif',
            expiresOn: accounts[0]?.expiresOn,
            daysLeft: expect.any(Number),
            expiresSoon: false,
            credentialId: document.account.credentialId,
            message: expect.any(String),
          },
          updatedAt: expect.any(String),
          failures: [],
          renewals: [],
          undelivered: [],
        },
      ],
    });
    const table = await raccord(['status']);
    expect(table.stdout).toMatch(/^\s*SIRET +Connection +PISTE application +Account +Login/mu);
    for (const cell of [SIRET, 'Pldiffusion1', accounts[0]?.login, accounts[0]?.expiresOn]) {
      expect(table.stdout).toContain(cell);
    }
  });

  await test.step('credentials are listed unopened, and exported to a private file', async () => {
    const { stdout } = await raccord(['credentials', 'list', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      credentials: [
        {
          siret: SIRET,
          login: accounts[0]?.login,
          status: 'current',
          capturedAt: expect.any(String),
          expiresOn: accounts[0]?.expiresOn,
          credentialId: document.account.credentialId,
        },
      ],
    });
    const file = join(home, '..', 'out.json');
    const exported = await raccord(['credentials', 'export', '--output', 'out.json']);
    expect(exported).toMatchObject({ exitCode: 0, stdout: '' });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject([
      { siret: SIRET, login: accounts[0]?.login, password: accounts[0]?.password },
    ]);
    const before = await readFile(file, 'utf8');
    const again = await raccord(['credentials', 'export', '--output', 'out.json']);
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('out.json already exists');
    expect(await readFile(file, 'utf8')).toBe(before);
  });
});

test.describe('on a quick portal', () => {
  test.use({ portalOptions: {} });

  test('without --json a run ends with a table, reminders and where the evidence is', async ({
    portal,
    raccordHere: raccord,
  }) => {
    const { exitCode, stdout, stderr } = await raccord([
      'run',
      '--siret',
      SIRET,
      '--application',
      'Lyon API',
      '--account-email',
      'compta@exemple.fr',
    ]);
    expect(exitCode, stderr).toBe(0);
    const { connections, accounts } = portal.truth();
    expect(connections).toMatchObject([{ applicationName: 'Lyon API' }]);
    expect(accounts).toMatchObject([{ contactEmail: 'compta@exemple.fr' }]);
    expect(stdout).toMatch(
      /73282932000074 +created +Lyon API +created +TECH_1_73282932000074@cpro/u,
    );
    expect(stdout).toContain('a production application named exactly "Lyon API" must exist');
    expect(stdout).toContain(`raccord credentials show --siret ${SIRET}`);
    expect(stdout).toMatch(/Evidence: .+73282932000074\n$/u);
  });
});

interface LoggedStep {
  readonly step: string;
  readonly picture: string;
}

/** The steps that ended well, in order; the log must hold each one's beginning too. */
async function stepsLogged(folder: string): Promise<LoggedStep[]> {
  const lines = (await readFile(join(folder, 'steps.jsonl'), 'utf8')).trimEnd().split('\n');
  const events = lines.map((line) => JSON.parse(line) as LoggedStep & { phase: string });
  const ended = events.filter(({ phase }) => phase === 'ended');
  expect(events.map(({ step, phase }) => `${step} ${phase}`)).toEqual(
    ended.flatMap(({ step }) => [`${step} began`, `${step} ended`]),
  );
  return ended;
}

async function picturesIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.png')).sort();
}
