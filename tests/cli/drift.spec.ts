import { expect, test } from '../../fixtures/playwright/command.ts';
import { documentOf, enrolmentDocument } from './documents.ts';

const SIRET = '73282932000074';

/** A right SIRET of a structure that the stand-in's administrator does not manage. */
const OF_SOMEBODY_ELSE = '35600000000048';

test.describe.configure({ timeout: 180_000 });

test.describe('with one label changed', () => {
  test.use({ portalOptions: { wordings: { Téléphone: 'Numéro de téléphone fixe' } } });

  test('that half stops before anything is sent, the other is done, both are told', async ({
    portal,
    raccordHere,
  }) => {
    const options = ['--application', "L'appli", '--contact-phone', '01 02'];
    const run = await raccordHere(['run', '--siret', SIRET, ...options, '--json']);
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
    // What came nearest is first.
    expect(run.stderr).toMatch(/Found {4}: "Numéro de téléphone fixe \*?", .*"Nom Prénom \*"/u);
    const [next, look] = run.stderr.trimEnd().split('\n').slice(-2);
    expect(next).toMatch(/^ {2}Next {5}: .*--headed --pause-on-error/u);
    expect(look).toBe(
      `  Look     : raccord run --siret ${SIRET} --application 'L'\\''appli' ` +
        `--only connection --contact-phone '01 02' --headed --pause-before fill-declaration`,
    );
    expect(connection.error?.message).toContain('"Téléphone"');
    expect(connection.error?.message).toContain('"Numéro de téléphone fixe *"');
  });
});

test.describe('with the button of the account renamed', () => {
  test.use({ portalOptions: { wordings: { Soumettre: 'Envoyer' } } });

  test('the account is not created @whole', async ({ portal, raccordHere }) => {
    const run = await raccordHere(['run', '--siret', SIRET, '--only', 'account', '--json']);
    expect(run.exitCode, run.stderr).toBe(6);
    expect(documentOf(run, enrolmentDocument)).toMatchObject({
      connection: { outcome: 'skipped' },
      account: { outcome: 'failed', error: { code: 'CONTROL_NOT_FOUND' } },
    });
    expect(portal.truth().writes).toBe(0);
    // What was sealed for a click that never came is shown to nobody as valid.
    const shown = await raccordHere(['credentials', 'show', '--siret', SIRET]);
    expect(shown.exitCode).toBe(1);
    expect(shown.stdout).toBe('');
    expect(shown.stderr).toContain('CREDENTIAL_NOT_VALID');
  });
});

test('a structure that the administrator may not see is told, with nothing created, in French at a French terminal', async ({
  portal,
  raccordHere,
}) => {
  const run = await raccordHere(['run', '--siret', OF_SOMEBODY_ELSE, '--json'], {
    LC_ALL: 'fr_FR.UTF-8',
  });
  expect(run.exitCode, run.stderr).toBe(1);
  const failed = { outcome: 'failed', error: { code: 'STRUCTURE_NOT_OFFERED' } };
  expect(documentOf(run, enrolmentDocument)).toMatchObject({
    siret: OF_SOMEBODY_ELSE,
    connection: failed,
    account: failed,
  });
  expect(run.stderr).toContain(`✗ STRUCTURE_NOT_OFFERED · ${OF_SOMEBODY_ELSE} · read-connections`);
  expect(run.stderr).toMatch(/^ {2}En cours : /mu);
  expect(run.stderr).toMatch(/^ {2}À faire {2}: .*gestionnaire principal/mu);
  expect(portal.truth()).toMatchObject({ writes: 0, connections: [], accounts: [] });
});

test.describe('as a user who does not manage the structure', () => {
  test.use({
    portalOptions: {
      structures: [
        { siret: SIRET, companyName: 'PL DIFFUSION LYON', role: 'utilisateur' },
        { siret: '81263740300013', companyName: 'ATELIER CHÊNE ET LIN' },
      ],
    },
  });

  test('each half can be asked for alone @whole', async ({ portal, raccordHere }) => {
    const args = ['run', '--siret', SIRET, '--json', '--only'] as const;
    const connection = await raccordHere([...args, 'connection']);
    expect(connection.exitCode, connection.stderr).toBe(0);
    expect(documentOf(connection, enrolmentDocument)).toMatchObject({
      connection: { outcome: 'created' },
      account: { outcome: 'skipped' },
    });
    const account = await raccordHere([...args, 'account']);
    expect(account.exitCode, account.stderr).toBe(1);
    expect(documentOf(account, enrolmentDocument)).toMatchObject({
      connection: { outcome: 'skipped' },
      account: { outcome: 'failed', error: { code: 'STRUCTURE_NOT_OFFERED' } },
    });
    expect(portal.truth()).toMatchObject({ writes: 1, accounts: [] });
  });
});

test.describe('with a dialog that asks to accept', () => {
  test.use({ portalOptions: { dialogs: ['consent'] } });

  test('a person is asked for, and nothing is agreed to or written @whole', async ({
    portal,
    raccordHere,
  }) => {
    const run = await raccordHere(['run', '--siret', SIRET, '--only', 'account', '--json']);
    expect(run.exitCode, run.stderr).toBe(5);
    expect(run.stderr).toContain('✗ TERMS_TO_ACCEPT');
    expect(run.stderr).toContain('ont changé');
    expect(portal.truth().writes).toBe(0);
  });
});
