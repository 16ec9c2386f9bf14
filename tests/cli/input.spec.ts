import { existsSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finished } from '../../fixtures/playwright/raccord-process.ts';
import { expect, test as base } from '../../fixtures/playwright/command.ts';

const SIRET = '73282932000074';
const RUN = ['run', '--siret', SIRET] as const;

interface Watched {
  /** Runs the command with a browser that leaves a mark when it is started; no test here may. */
  readonly refused: (args: readonly string[], more?: Record<string, string>) => Promise<Finished>;
}

const test = base.extend<Watched>({
  refused: async ({ raccordHere, folder, home, portal }, use) => {
    const browser = join(folder, 'browser');
    const mark = join(folder, 'browser-was-started');
    await writeFile(browser, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o700 });
    await use(async (args, more = {}) => {
      const finished = await raccordHere(args, { RACCORD_BROWSER: browser, ...more });
      expect(finished.exitCode, finished.stderr).toBe(2);
      expect(existsSync(mark), 'a browser was started').toBe(false);
      expect(existsSync(home), 'something was written').toBe(false);
      expect(portal.truth()).toMatchObject({ writes: 0, signIns: [] });
      return finished;
    });
  },
});

test('every mistake of configuration, contact and SIRET is told at once', async ({ refused }) => {
  const secrets = { CHORUS_TOTP_SECRET: 'not-base-32!', CHORUS_PASSWORD: 'Geh€im' };
  const { stdout, stderr } = await refused(['run', '--siret', '123', '--json'], {
    ...secrets,
    CHORUS_PASSWORD_FILE: 'password.txt',
    CHORUS_LOGIN: '',
    CHORUS_ENV: 'prod',
    CHORUS_URL: 'portail.chorus-pro.gouv.fr',
    CHORUS_ALLOWED_HOSTS: 'https://portail.localhost',
    RACCORD_RECIPIENTS: 'ssh-ed25519',
    RACCORD_CONTACT_NAME: '',
    RACCORD_CONTACT_EMAIL: 'camille',
    RACCORD_APPLICATION_PATTERN: 'Pldiffusion',
    RACCORD_PATIENCE: '0s',
    RACCORD_SETTLE: 'soon',
  });
  for (const variable of [
    'CHORUS_TOTP_SECRET',
    'CHORUS_PASSWORD, CHORUS_PASSWORD_FILE',
    'CHORUS_LOGIN',
    'CHORUS_ENV',
    'CHORUS_URL',
    'CHORUS_ALLOWED_HOSTS',
    'RACCORD_RECIPIENTS',
    'RACCORD_CONTACT_NAME (--contact-name)',
    'RACCORD_CONTACT_EMAIL',
    'RACCORD_APPLICATION_PATTERN',
    'RACCORD_PATIENCE',
    'RACCORD_SETTLE',
  ]) {
    expect(stderr).toContain(`\n    - ${variable}: `);
  }
  expect(stderr).toContain('✗ CONFIG_INVALID');
  expect(stderr).toContain('✗ SIRET_INVALID');
  expect(stderr).toContain('- "123": not 14 digits');
  for (const secret of Object.values(secrets)) expect(stderr + stdout).not.toContain(secret);
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
  expect(error.code).toBe('CONFIG_INVALID');
  expect(error.message).toContain('SIRET_INVALID');
  // Stack traces are for those who ask for them.
  expect(stderr).not.toMatch(/^ +at /mu);
});

test('a batch without consent and with hours that are none is told both', async ({ refused }) => {
  const { stderr } = await refused(['batch', '--input', 'clients.csv', '--window', '25:00-3']);
  expect(stderr).toContain('--yes: required without a terminal');
  expect(stderr).toContain('✗ WINDOW_INVALID');
});

test('what spreadsheets make of a SIRET is named', async ({ refused }) => {
  const told = async (siret: string, locale = 'C.UTF-8') =>
    (await refused(['run', '--siret', siret], { LC_ALL: locale })).stderr;
  expect(await told('7,32829E+13')).toContain('a spreadsheet turned it into a rounded number');
  expect(await told('562813600011')).toContain('a spreadsheet removed its leading zero');
  expect(await told('73282932000075')).toContain('the check digit is wrong');
  expect(await told('7328293200007A')).toContain('something other than digits and spaces');
  expect(await told('')).toContain('empty');
  expect(await told('7,32829E+13', 'fr_FR.UTF-8')).toContain('tableur');
});

test('a portal over plain http is refused, unless it is this machine', async ({ refused }) => {
  const { stderr } = await refused(RUN, { CHORUS_URL: 'http://portail.chorus-pro.gouv.fr/' });
  expect(stderr).toContain('https for portail.chorus-pro.gouv.fr, since a password is typed there');
});

test('a .env with a password that others can read is refused', async ({
  refused,
  folder,
  portal,
}) => {
  const file = join(folder, '.env');
  await writeFile(file, `CHORUS_PASSWORD='${portal.administrator.password}'\n`);
  await chmod(file, 0o644);
  const { stderr } = await refused(RUN, { CHORUS_PASSWORD: '' });
  expect(stderr).toContain(`chmod 600 ${file}`);
  expect(stderr).not.toContain(portal.administrator.password);
});

test('a password file that others can read, or that is missing, is refused', async ({
  refused,
  folder,
}) => {
  const file = join(folder, 'password');
  await writeFile(file, 'Geh€im\n');
  await chmod(file, 0o640);
  const open = await refused(RUN, { CHORUS_PASSWORD: '', CHORUS_PASSWORD_FILE: file });
  expect(open.stderr).toContain(`chmod 600 ${file}`);
  expect(open.stderr).not.toContain('Geh€im');
  const none = await refused(RUN, { CHORUS_PASSWORD: '', CHORUS_PASSWORD_FILE: 'nowhere' });
  expect(none.stderr).toContain('CHORUS_PASSWORD_FILE: no such file');
  const failing = { CHORUS_PASSWORD: '', CHORUS_PASSWORD_COMMAND: 'echo Geh€im; exit 3' };
  const failed = await refused(RUN, failing);
  expect(failed.stderr).toContain('CHORUS_PASSWORD_COMMAND: the command failed (exit 3)');
  expect(failed.stderr).not.toContain('Geh€im');
});

test("Playwright's debug log, which prints passwords, is refused", async ({ refused }) => {
  for (const DEBUG of ['pw:api', 'express,pw:*', '*', 'p*', 'pw:browser*']) {
    const { stdout, stderr } = await refused([...RUN, '--json'], { DEBUG });
    expect(stderr).toContain('✗ DEBUG_LEAKS');
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'DEBUG_LEAKS' } });
  }
});

test('stack traces are printed with --verbose alone', async ({ refused }) => {
  expect((await refused(RUN, { CHORUS_LOGIN: '' })).stderr).not.toMatch(/^ +at /mu);
  expect((await refused([...RUN, '--verbose'], { CHORUS_LOGIN: '' })).stderr).toMatch(/^ +at /mu);
});
