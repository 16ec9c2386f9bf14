import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/playwright/folder.ts';
import { carriedVariables } from '../../src/config/carried-variables.ts';
import { namedFiles } from '../../src/config/config.ts';

test('a scheduled command gets what it was checked with, and no secret in clear', () => {
  const plain = {
    CHORUS_ENV: 'production',
    RACCORD_EDITOR: 'Logiciel',
    RACCORD_APPLICATION_PATTERN: 'Societe{n}',
    CHORUS_TOTP_SECRET_FILE: '/srv/totp',
    NODE_EXTRA_CA_CERTS: '/srv/company.pem',
    HTTPS_PROXY: 'http://proxy.corp:3128',
    no_proxy: '.corp',
  };
  const secret = {
    CHORUS_PISTE_CLIENT_SECRET: 'in-clear',
    RACCORD_VAULT_TOKEN_COMMAND: 'echo in-clear',
    HTTP_PROXY: 'http://user:in-clear@proxy.corp:3128',
    RACCORD_DELIVER_HOOK: 'curl -H "Authorization: in-clear" vault.corp',
    RACCORD_USAGE: 'one\ntwo',
  };
  const others = {
    ...{ PATH: '/bin', RACCORD_PROFILE: 'lyon', RACCORD_CONTACT_FAX: '', RACCORD_BOARD_TOKEN: 'x' },
    ...{ CHORUS_PASSWORD: 'in-clear', CHORUS_PASSWORD_FILE: '/srv/password' },
  };
  const { carried, left } = carriedVariables({ ...others, ...plain, ...secret }, [
    'CHORUS_PASSWORD',
  ]);
  expect(carried).toEqual(plain);
  expect([...left].sort()).toEqual(Object.keys(secret).sort());
});

test('what the file of each profile says as the process does is left to the files', () => {
  const authority = { NODE_EXTRA_CA_CERTS: '/srv/company.pem' };
  const environment = { ...authority, CHORUS_ENV: 'production', RACCORD_EDITOR: 'Logiciel' };
  const files = [
    { ...authority, CHORUS_ENV: 'production', RACCORD_EDITOR: 'Logiciel' },
    { ...authority, CHORUS_ENV: 'production ', RACCORD_EDITOR: 'Autre' },
  ];
  expect(carriedVariables(environment, [], files).carried).toEqual({
    ...{ ...authority, RACCORD_EDITOR: 'Logiciel' },
  });
});

test('a user’s own folder is written out: that of a service may be another', () => {
  const { carried } = carriedVariables({ HOME: '/home/ops', RACCORD_IDENTITY: '~/key' }, []);
  expect(carried).toEqual({ RACCORD_IDENTITY: '/home/ops/key' });
});

test('the files that variables name are those of .env and of the process, but no folder that is written to', async ({
  folder,
}) => {
  const lines = ['CHORUS_TOTP_SECRET_FILE=totp', 'RACCORD_HOME=home', 'RACCORD_IDENTITY=/srv/key'];
  await writeFile(join(folder, '.env'), `${lines.join('\n')}\n`, { mode: 0o600 });
  const process = { NODE_EXTRA_CA_CERTS: '/srv/company.pem', RACCORD_IDENTITY: '/srv/other' };
  const files = namedFiles(process, folder).map(({ variable, path }) => `${variable} ${path}`);
  expect(files.sort()).toEqual([
    `CHORUS_TOTP_SECRET_FILE ${join(folder, 'totp')}`,
    'NODE_EXTRA_CA_CERTS /srv/company.pem',
    'RACCORD_IDENTITY /srv/other',
  ]);
});
