import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '../../fixtures/playwright/command.ts';
import { documentOf, errorDocument } from './documents.ts';

const SIRET = '73282932000074';

test.describe.configure({ timeout: 120_000 });

test('flags beat the environment, which beats .env', async ({ portal, raccord, folder }) => {
  const { login, password } = portal.administrator;
  const lines = [
    `CHORUS_LOGIN='${login}'`,
    `CHORUS_PASSWORD='wrong'`,
    `RACCORD_CONTACT_NAME='of .env'`,
    `RACCORD_CONTACT_PHONE='of .env'`,
    `RACCORD_CONTACT_EMAIL='of@env.example'`,
    `RACCORD_CONTACT_FAX='of .env'`,
    `RACCORD_EDITOR='of .env'`,
  ];
  await writeFile(join(folder, '.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
  await writeFile(join(folder, 'password'), `${password}\r\n`, { mode: 0o600 });
  const flags = ['--contact-email', 'of@flag.example', '--contact-fax', 'of the flag'];
  const run = await raccord(['run', '--siret', SIRET, '--only', 'connection', ...flags], {
    CHORUS_LOGIN: '',
    CHORUS_PASSWORD: '',
    CHORUS_PASSWORD_FILE: 'password',
    RACCORD_CONTACT_NAME: '',
    RACCORD_CONTACT_PHONE: 'of the environment',
    RACCORD_CONTACT_EMAIL: 'of@environment.example',
  });
  expect(run.exitCode, run.stderr).toBe(0);
  expect(portal.truth().connections).toMatchObject([
    {
      contactName: 'of .env',
      contactPhone: 'of the environment',
      contactEmail: 'of@flag.example',
      contactFax: 'of the flag',
      editor: 'of .env',
    },
  ]);
});

test('a command can give the password', async ({ portal, raccord }) => {
  const signIn = await raccord(['sign-in'], {
    CHORUS_PASSWORD: '',
    CHORUS_PASSWORD_COMMAND: 'printf "%s\\n" "$VAULTED"',
    VAULTED: portal.administrator.password,
  });
  expect(signIn.exitCode, signIn.stderr).toBe(0);
  expect(portal.truth().signIns).toMatchObject([{ outcome: 'signed-in' }]);
});

test('a portal that is down is told', async ({ portal, raccordHere }) => {
  await portal.close();
  const run = await raccordHere(['run', '--siret', SIRET, '--json']);
  expect(run.exitCode, run.stderr).toBe(3);
  const { error } = documentOf(run, errorDocument);
  expect(error.code).toBe('PORTAL_UNAVAILABLE');
  expect(error.message).toContain('ERR_CONNECTION_REFUSED');
});

test('a portal that is closed for maintenance is told', async ({ portal, raccordHere }) => {
  portal.fail({ at: 'page', how: 'unavailable', times: 100 });
  const run = await raccordHere(['run', '--siret', SIRET, '--json']);
  expect(run.exitCode, run.stderr).toBe(3);
  expect(documentOf(run, errorDocument).error.message).toContain('HTTP 503');
});

test('a browser that is not there, or is none, is told', async ({ raccordHere }) => {
  const none = await raccordHere(['sign-in'], { RACCORD_BROWSER: '/nowhere/chromium' });
  expect(none.exitCode, none.stderr).toBe(2);
  expect(none.stderr).toContain('✗ BROWSER_NOT_FOUND');
  const other = await raccordHere(['sign-in'], { RACCORD_BROWSER: '/bin/false' });
  expect(other.exitCode, other.stderr).toBe(2);
  expect(other.stderr).toContain('✗ BROWSER_NOT_STARTED');
});

test('who reads the output may go away without a trace of it', async ({ startRaccord }) => {
  const command = startRaccord(['status', '--json']);
  command.closeOutput();
  expect((await command.finished).exitCode).toBe(0);
});
