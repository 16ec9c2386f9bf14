import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/playwright/folder.ts';
import { loadConfig, type LocalConfig } from '../../src/config/config.ts';
import { problemsOf as problemsOfAny } from './config-fixtures.ts';

const MAIL = {
  RACCORD_SMTP_URL: 'smtps://ops:hunter2@mail.exemple.fr',
  RACCORD_NOTIFY_TO: 'ops@exemple.fr; chef@exemple.fr',
  RACCORD_NOTIFY_FROM: 'raccord@exemple.fr',
};

function load(environment: Record<string, string>, folder = '/nowhere'): LocalConfig {
  return loadConfig(environment, folder, { notifications: true });
}

function problemsOf(environment: Record<string, string>, folder?: string): readonly string[] {
  return problemsOfAny(environment, folder, { notifications: true });
}

test('mail and webhook are read where they are configured, and only when asked for', () => {
  const { notify } = load({ ...MAIL, RACCORD_WEBHOOK_URL: 'https://hooks.exemple.fr/a/b' });
  expect(notify.mail).toMatchObject({
    to: ['ops@exemple.fr', 'chef@exemple.fr'],
    from: 'raccord@exemple.fr',
  });
  expect(notify.mail?.server.reveal()).toBe(MAIL.RACCORD_SMTP_URL);
  expect(notify.webhook?.url.reveal()).toBe('https://hooks.exemple.fr/a/b');
  expect(load({}).notify).toEqual({});
  expect(loadConfig(MAIL, '/nowhere').notify).toEqual({});
});

test('all that is wrong is told by name, and no value of a secret', () => {
  const problems = problemsOf({
    RACCORD_SMTP_URL: 'https://ops:hunter2@mail',
    RACCORD_WEBHOOK_URL: 'http://hooks.exemple.fr/hunter2',
    RACCORD_WEBHOOK_SECRET: 'hunter2',
  });
  expect(problems).toEqual([
    'RACCORD_NOTIFY_TO: missing',
    'RACCORD_NOTIFY_FROM: missing',
    expect.stringContaining('RACCORD_SMTP_URL: must be an address such as smtps://'),
    'RACCORD_WEBHOOK_URL: must be an https address',
    'RACCORD_WEBHOOK_SECRET: must be at least 16 characters long',
  ]);
  expect(problems.join()).not.toContain('hunter2');
});

test('what belongs together is missed together', () => {
  const { RACCORD_SMTP_URL, RACCORD_NOTIFY_TO } = MAIL;
  expect(problemsOf({ RACCORD_SMTP_URL })).toEqual([
    'RACCORD_NOTIFY_TO: missing',
    'RACCORD_NOTIFY_FROM: missing',
  ]);
  expect(problemsOf({ RACCORD_NOTIFY_TO })).toEqual(['RACCORD_SMTP_URL: missing']);
  expect(problemsOf({ RACCORD_WEBHOOK_SECRET: 'a secret of many signs' })).toEqual([
    'RACCORD_WEBHOOK_URL: missing',
  ]);
});

test('where no secret is read, what belongs together is missed all the same', () => {
  const needs = { notifications: true, secrets: false };
  const asked = { RACCORD_WEBHOOK_SECRET_COMMAND: 'exit 3', RACCORD_NOTIFY_TO: 'ops@exemple.fr' };
  expect(problemsOfAny(asked, '/nowhere', needs)).toEqual([
    'RACCORD_SMTP_URL: missing',
    'RACCORD_WEBHOOK_URL: missing',
  ]);
});

test('a watching service is read as a secret, over https', () => {
  const address = 'https://hc-ping.com/0f3c8a2e-aaaa-4bbb-8ccc-1234567890ab';
  expect(load({ RACCORD_PING_URL: address }).notify.ping?.url.reveal()).toBe(address);
  expect(problemsOf({ RACCORD_PING_URL: 'http://hc-ping.com/x' })).toEqual([
    'RACCORD_PING_URL: must be an https address',
  ]);
});

test('addresses and time zone are checked at once', () => {
  expect(
    problemsOf({ ...MAIL, RACCORD_NOTIFY_TO: 'ops', RACCORD_TIMEZONE: 'Europe/Pariss' }),
  ).toEqual([
    'RACCORD_TIMEZONE: must be a time zone that this system knows, such as Europe/Paris',
    'RACCORD_NOTIFY_TO: must be e-mail addresses',
  ]);
});

for (const url of ['smtp://ops:100%@mail.exemple.fr', 'smtp:///', 'smtps://u:p/w@mail']) {
  test(`"${url}" is no mail server`, () => {
    expect(problemsOf({ ...MAIL, RACCORD_SMTP_URL: url })).toEqual([
      expect.stringContaining('RACCORD_SMTP_URL'),
    ]);
  });
}

test('on this machine a webhook may be plain http', () => {
  expect(problemsOf({ RACCORD_WEBHOOK_URL: 'http://127.0.0.1:8080/' })).toEqual([]);
  expect(problemsOf({ RACCORD_WEBHOOK_URL: 'https://user:pw@hooks.exemple.fr/' })).toEqual([
    'RACCORD_WEBHOOK_URL: must be an address without a user name',
  ]);
});

test.describe('files', () => {
  test.skip(process.platform === 'win32', 'Windows has no modes');

  test('a secret is read from a file, or printed by a command', async ({ folder }) => {
    const file = join(folder, 'smtp');
    await writeFile(file, `${MAIL.RACCORD_SMTP_URL}\n`, { mode: 0o600 });
    const { RACCORD_SMTP_URL, ...others } = MAIL;
    const { notify } = load({
      ...others,
      RACCORD_SMTP_URL_FILE: file,
      RACCORD_WEBHOOK_URL_COMMAND: 'echo https://hooks.exemple.fr/',
    });
    expect(notify.mail?.server.reveal()).toBe(RACCORD_SMTP_URL);
    expect(notify.webhook?.url.reveal()).toBe('https://hooks.exemple.fr/');
  });

  test('a .env with an address in it must be private', async ({ folder }) => {
    const file = join(folder, '.env');
    await writeFile(file, 'RACCORD_WEBHOOK_URL=https://hooks.exemple.fr/token\n');
    await chmod(file, 0o644);
    expect(problemsOf({}, folder)).toEqual([expect.stringContaining('chmod 600')]);
    await chmod(file, 0o600);
    expect(problemsOf({}, folder)).toEqual([]);
  });

  test('what systemd hands to the service alone may look readable by the group', async ({
    folder,
  }) => {
    const credentials = join(folder, 'credentials');
    await mkdir(credentials);
    const file = join(credentials, 'chorus-password');
    await writeFile(file, 'a password\n');
    await chmod(file, 0o440);
    const environment = { CHORUS_PASSWORD_FILE: file, CREDENTIALS_DIRECTORY: credentials };
    expect(load(environment).password?.reveal()).toBe('a password');
    expect(problemsOf({ CHORUS_PASSWORD_FILE: file })).toEqual([
      expect.stringContaining('can be read by others'),
    ]);
    await chmod(file, 0o444);
    expect(problemsOf(environment)).toEqual([expect.stringContaining('can be read by others')]);
  });
});
