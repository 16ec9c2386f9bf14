import { expect, test } from '../../fixtures/playwright/test.ts';
import { documentOf, enrolmentDocument } from './documents.ts';

const SIRET = '73282932000074';

/** A right SIRET of a structure that the stand-in's administrator does not manage. */
const OF_SOMEBODY_ELSE = '35600000000048';

test.describe.configure({ timeout: 180_000 });

test.describe('with one label changed', () => {
  test.use({ portalOptions: { secondFactor: 'none', wordings: { Téléphone: 'Numéro' } } });

  test('that half stops before anything is sent, the other is done, both are told', async ({
    portal,
    raccord,
  }) => {
    const run = await raccord(['run', '--siret', SIRET, '--json']);
    expect(run.exitCode, run.stderr).toBe(6);
    const { connection, account } = documentOf(run, enrolmentDocument);
    expect(connection).toMatchObject({ outcome: 'failed', error: { code: 'CONTROL_NOT_FOUND' } });
    expect(account.outcome).toBe('created');
    const { connections, accounts, writes } = portal.truth();
    expect({ connections, writes }).toEqual({ connections: [], writes: 1 });
    expect(accounts).toMatchObject([{ login: account.login }]);

    expect(run.stderr).toContain(`✗ CONTROL_NOT_FOUND · ${SIRET} · fill-declaration`);
    expect(run.stderr).toContain(
      'Expected : "Téléphone" on "Déclarer un raccordement API PISTE"\n',
    );
    expect(run.stderr).toMatch(/Found {4}: .*"Nom Prénom \*", "Numéro \*", /u);
    expect(run.stderr).toContain('--headed --pause-on-error');
    expect(connection.error?.message).toContain('"Téléphone"');
    expect(connection.error?.message).toContain('"Numéro *"');
  });

  test('a French terminal is told in French, with the same codes', async ({ portal, raccord }) => {
    const run = await raccord(['run', '--siret', SIRET, '--only', 'connection', '--json'], {
      LC_ALL: 'fr_FR.UTF-8',
    });
    expect(run.exitCode, run.stderr).toBe(6);
    expect(documentOf(run, enrolmentDocument)).toMatchObject({
      connection: { outcome: 'failed', error: { code: 'CONTROL_NOT_FOUND' } },
      account: { outcome: 'skipped' },
    });
    expect(portal.truth().writes).toBe(0);
    expect(run.stderr).toContain(`✗ CONTROL_NOT_FOUND · ${SIRET} · fill-declaration`);
    expect(run.stderr).toContain('En cours : remplir la déclaration\n');
    expect(run.stderr).toContain(
      'Attendu  : « Téléphone » sur « Déclarer un raccordement API PISTE »\n',
    );
    expect(run.stderr).toMatch(/Trouvé {3}: .*« Numéro \* », /u);
    expect(run.stderr).toMatch(/À faire {2}: Le portail a peut-être changé/u);
  });
});

test.describe('with the button of the account renamed', () => {
  test.use({ portalOptions: { secondFactor: 'none', wordings: { Soumettre: 'Envoyer' } } });

  test('the account is not created', async ({ portal, raccord }) => {
    const run = await raccord(['run', '--siret', SIRET, '--only', 'account', '--json']);
    expect(run.exitCode, run.stderr).toBe(6);
    expect(documentOf(run, enrolmentDocument)).toMatchObject({
      connection: { outcome: 'skipped' },
      account: { outcome: 'failed', error: { code: 'CONTROL_NOT_FOUND' } },
    });
    expect(portal.truth().writes).toBe(0);
    // What was sealed for a click that never came is shown to nobody as valid.
    const shown = await raccord(['credentials', 'show', '--siret', SIRET]);
    expect(shown.exitCode).toBe(1);
    expect(shown.stdout).toBe('');
    expect(shown.stderr).toContain('CREDENTIAL_NOT_VALID');
  });
});

test('a structure that the administrator may not see is told, with nothing created', async ({
  portal,
  raccord,
}) => {
  const run = await raccord(['run', '--siret', OF_SOMEBODY_ELSE, '--json']);
  expect(run.exitCode, run.stderr).toBe(1);
  const failed = { outcome: 'failed', error: { code: 'STRUCTURE_NOT_OFFERED' } };
  expect(documentOf(run, enrolmentDocument)).toMatchObject({
    siret: OF_SOMEBODY_ELSE,
    connection: failed,
    account: failed,
  });
  expect(run.stderr).toContain('gestionnaire principal');
  expect(portal.truth()).toMatchObject({ writes: 0, connections: [], accounts: [] });
});

test.describe('as a user who does not manage the structure', () => {
  test.use({
    portalOptions: {
      secondFactor: 'none',
      structures: [
        { siret: SIRET, companyName: 'PL DIFFUSION LYON', role: 'utilisateur' },
        { siret: '81263740300013', companyName: 'ATELIER CHÊNE ET LIN' },
      ],
    },
  });

  test('each half can be asked for alone', async ({ portal, raccord }) => {
    const connection = await raccord(['run', '--siret', SIRET, '--only', 'connection', '--json']);
    expect(connection.exitCode, connection.stderr).toBe(0);
    expect(documentOf(connection, enrolmentDocument)).toMatchObject({
      connection: { outcome: 'created' },
      account: { outcome: 'skipped' },
    });
    const account = await raccord(['run', '--siret', SIRET, '--only', 'account', '--json']);
    expect(account.exitCode, account.stderr).toBe(1);
    expect(documentOf(account, enrolmentDocument)).toMatchObject({
      connection: { outcome: 'skipped' },
      account: { outcome: 'failed', error: { code: 'STRUCTURE_NOT_OFFERED' } },
    });
    expect(portal.truth()).toMatchObject({ writes: 1, accounts: [] });
  });
});

test.describe('with a dialog that asks to accept', () => {
  test.use({ portalOptions: { secondFactor: 'none', dialogs: ['consent'] } });

  test('a person is asked for, and nothing is agreed to or written', async ({
    portal,
    raccord,
  }) => {
    const run = await raccord(['run', '--siret', SIRET, '--only', 'account', '--json']);
    expect(run.exitCode, run.stderr).toBe(5);
    expect(run.stderr).toContain('✗ TERMS_TO_ACCEPT');
    expect(run.stderr).toContain('ont changé');
    expect(portal.truth().writes).toBe(0);
  });
});
