import { chmod, mkdir, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test as base } from '../../fixtures/playwright/folder.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { runRaccord, type Finished } from '../../fixtures/playwright/raccord-process.ts';
import { startOnTerminal, whyNoTerminal } from '../../fixtures/playwright/terminal.ts';
import { loadConfig } from '../../src/config/config.ts';
import { readDotEnvOf } from '../../src/config/dot-env.ts';

const FLAGS = [
  ...['init', '--environment', 'qualification', '--login', 'admin@example.fr'],
  ...['--password-file', 'password', '--contact-name', "Camille L'Été"],
  ...['--editor', 'Éditeur & fils #1', '--application-pattern', 'Nom{n}'],
];

const RECIPIENT = 'age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z';

interface Fixtures {
  /** Runs `raccord` in the test's folder, where nothing is configured, inside the test's own process. */
  readonly here: (...args: string[]) => Promise<Finished>;
}

const test = base.extend<Fixtures>({
  here: async ({ folder }, use) => {
    await use((...args) => raccordHere(args, { folder, environment: {} }));
  },
});

test('flags alone make .env, keys and a roster, and commands go on from there', async ({
  folder,
  here,
}) => {
  await writeFile(join(folder, 'password'), 's3cret\n', { mode: 0o600 });
  await mkdir(join(folder, 'keys'));
  const made = await runRaccord([...FLAGS, '--key', 'keys/operator.key'], {
    folder,
    environment: {},
  });
  expect(made.exitCode, made.stderr).toBe(0);
  expect(made.stdout).toContain('Portal: qualification (qualif.chorus-pro.gouv.fr)\n');
  expect(made.stdout).toMatch(/\nNext: raccord sign-in\n$/u);
  for (const file of ['.env', 'keys/operator.key']) {
    expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  }
  const config = loadConfig({}, folder, { portal: true, administrator: true });
  expect(config).toMatchObject({
    ...{ environment: 'qualification', login: 'admin@example.fr', applicationPattern: 'Nom{n}' },
    ...{ editor: 'Éditeur & fils #1', contact: { name: "Camille L'Été" }, warnings: [] },
    ...{ home: join(folder, 'data', 'raccord'), identityFile: join(folder, 'keys/operator.key') },
  });
  expect(config.password?.reveal()).toBe('s3cret');

  const keys = await here('keys', 'show');
  expect(keys.stdout).toContain('one of the keys sealed to');
  const roster = await here('roster', 'check', 'clients.csv');
  expect(roster.exitCode, roster.stderr).toBe(0);
  expect(await readFile(join(folder, 'clients.csv'), 'utf8')).toContain(';Nom1;');
});

test('in a profile the file and the home are those of the profile', async ({ folder }) => {
  const environment = {
    RACCORD_PROFILES: join(folder, 'profiles'),
    XDG_DATA_HOME: join(folder, 'data'),
  };
  const here = (...args: string[]): Promise<Finished> => raccordHere(args, { folder, environment });
  const made = await here('--profile', 'lyon', ...FLAGS);
  expect(made.exitCode, made.stderr).toBe(0);
  const file = join(folder, 'profiles', 'lyon.env');
  expect(made.stdout).toContain(`${file} written, readable by you only (mode 600).`);
  expect(made.stdout).toMatch(/\nNext: raccord sign-in --profile lyon\n$/u);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder)).not.toContain('.env');
  const home = join(folder, 'data', 'raccord', 'profiles', 'lyon');
  expect(await readFile(file, 'utf8')).toContain(`RACCORD_HOME='${home}'`);
  const keys = await here('keys', 'show', '--profile', 'lyon');
  expect(keys.stdout).toContain(join(home, 'recipients.age-pub'));
  // Any other command needs the profile to be there.
  const missing = await here('keys', 'init', '--profile', 'nantes');
  expect(missing.exitCode).toBe(2);
  expect(missing.stderr).toContain('nantes.env does not exist; existing profiles: lyon');
});

test('a profile names whole paths, meant from the folder where init was typed', async ({
  folder,
}) => {
  const environment = {
    RACCORD_PROFILES: join(folder, 'profiles'),
    XDG_DATA_HOME: join(folder, 'data'),
  };
  const here = (...args: string[]): Promise<Finished> => raccordHere(args, { folder, environment });
  const file = join(folder, 'profiles', 'lyon.env');
  await mkdir(join(folder, 'profiles'));
  await writeFile(file, 'RACCORD_DATABASE_URL_FILE=./url\n', { mode: 0o600 });
  const made = await here('--profile', 'lyon', ...FLAGS, '--force');
  expect(made.exitCode, made.stderr).toBe(0);
  const text = await readFile(file, 'utf8');
  expect(text).toContain(`CHORUS_PASSWORD_FILE='${join(folder, 'password')}'`);
  expect(text).toContain(`RACCORD_DATABASE_URL_FILE='${join(folder, 'url')}'`);
});

test('what is there is not replaced unless that is said, keys and rosters never', async ({
  folder,
  here,
}) => {
  await writeFile(join(folder, 'clients.csv'), 'siret\n');
  await writeFile(join(folder, '.env'), 'RACCORD_EDITOR=E\n', { mode: 0o600 });
  const refused = await here(...FLAGS);
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('.env already exists: --force replaces it');
  expect(await readdir(folder)).not.toContain('data');
  expect(await readFile(join(folder, '.env'), 'utf8')).toBe('RACCORD_EDITOR=E\n');

  expect((await here(...FLAGS, '--force')).exitCode).toBe(0);
  const key = join(folder, 'data', 'raccord', 'identity.age-key');
  const before = await readFile(key, 'utf8');
  const again = await here(...FLAGS, '--force');
  expect(again.exitCode, again.stderr).toBe(0);
  expect(again.stdout).toContain('already has its own');
  expect(again.stdout).toContain('clients.csv already exists and was not changed');
  expect(await readFile(key, 'utf8')).toBe(before);
  expect(await readFile(join(folder, 'clients.csv'), 'utf8')).toBe('siret\n');
});

test('a .env that is replaced hands on home and keys: other ones would make accounts twice', async ({
  folder,
  here,
}) => {
  const before = `RACCORD_HOME='old home'\nRACCORD_RECIPIENTS='${RECIPIENT}'\nRACCORD_EDITOR='E'\n`;
  await writeFile(join(folder, '.env'), before, { mode: 0o600 });
  const made = await here(...FLAGS, '--force');
  expect(made.exitCode, made.stderr).toBe(0);
  expect(loadConfig({ CHORUS_PASSWORD: 'x' }, folder)).toMatchObject({
    ...{ home: join(folder, 'old home'), recipients: [RECIPIENT], editor: 'Éditeur & fils #1' },
  });
  expect(await readdir(folder)).not.toContain('old home');
});

for (const [way, value] of [
  ['RACCORD_DATABASE_URL', 'postgresql://raccord:s%23cret@db.example/raccord'],
  ['RACCORD_DATABASE_URL_FILE', '/run/secrets/database'],
] as const) {
  test(`a .env that is replaced hands on ${way}: without it another ledger would be begun`, async ({
    folder,
    here,
  }) => {
    const before = `${way}='${value}'\nRACCORD_RECIPIENTS='${RECIPIENT}'\n`;
    await writeFile(join(folder, '.env'), before, { mode: 0o600 });
    const made = await here(...FLAGS, '--force');
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stdout + made.stderr).not.toContain(value);
    expect(readDotEnvOf(folder).values).toMatchObject({ [way]: value });
  });
}

test('without a terminal nothing that is declared is taken for granted', async ({
  folder,
  here,
}) => {
  const { exitCode, stderr } = await here('init', '--contact-email', 'nobody');
  expect(exitCode).toBe(2);
  for (const problem of [
    'RACCORD_CONTACT_EMAIL: must be an e-mail address',
    '--environment: required without a terminal',
    '--editor: required without a terminal',
    '--application-pattern: required without a terminal',
  ]) {
    expect(stderr).toContain(problem);
  }
  expect(await readdir(folder)).toEqual([]);
});

test('no key lands in the empty place of a disk that is not mounted, and nothing else is made', async ({
  folder,
  here,
}) => {
  const { exitCode, stderr } = await here(...FLAGS, '--key', 'media/stick/operator.key');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('KEY_UNWRITABLE');
  expect(stderr).toContain(join(folder, 'media/stick/operator.key'));
  expect(await readdir(folder)).toEqual([]);

  const inHome = await here(...FLAGS, '--home', 'own', '--key', 'own/operator.key');
  expect(inHome.exitCode, inHome.stderr).toBe(0);
});

test('a place where a file cannot be made is told before anything is replaced', async ({
  folder,
  here,
}) => {
  const before = 'RACCORD_EDITOR=E\n';
  await writeFile(join(folder, '.env'), before, { mode: 0o600 });
  await writeFile(join(folder, 'taken.key'), '');
  await writeFile(join(folder, 'file'), '');
  const there = (await readdir(folder)).sort();
  for (const [wrong, told] of [
    [['--roster', 'nowhere/clients.csv'], '--roster: '],
    [['--home', 'file/home'], 'KEY_UNWRITABLE'],
    [['--key', 'taken.key'], 'KEY_FILE_TAKEN'],
  ] as const) {
    const { exitCode, stderr } = await here(...FLAGS, '--force', ...wrong);
    expect(exitCode, stderr).toBe(2);
    expect(stderr).toContain(told);
    expect((await readdir(folder)).sort()).toEqual(there);
    expect(await readFile(join(folder, '.env'), 'utf8')).toBe(before);
  }
});

test('a secret’s file that later commands refuse is refused; one that is not there yet is told', async ({
  folder,
  here,
}) => {
  await writeFile(join(folder, 'totp'), 'not base32!\n', { mode: 0o600 });
  await writeFile(join(folder, 'password'), 's3cret\n');
  await chmod(join(folder, 'password'), 0o644);
  const refused = await here(...FLAGS, '--totp-file', 'totp');
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain('--password-file: ');
  expect(refused.stderr).toContain('(mode 644): chmod 600 ');
  expect(refused.stderr).toContain('--totp-file: must be ');
  expect((await readdir(folder)).sort()).toEqual(['password', 'totp']);

  await unlink(join(folder, 'password'));
  const made = await here(...FLAGS);
  expect(made.exitCode, made.stderr).toBe(0);
  expect(made.stderr).toContain('! CHORUS_PASSWORD_FILE: no such file');
});

test('public keys that were made elsewhere are sealed to, and no pair is made', async ({
  folder,
  here,
}) => {
  const made = await here(...FLAGS, '--recipient', RECIPIENT);
  expect(made.exitCode, made.stderr).toBe(0);
  expect(loadConfig({ CHORUS_PASSWORD: 'x' }, folder).recipients).toEqual([RECIPIENT]);
  expect(await readdir(folder)).not.toContain('data');
});

test.describe('at a terminal', () => {
  test.skip(whyNoTerminal() !== undefined, whyNoTerminal());

  test('a person is asked, and a password that is typed is shown nowhere', async ({ folder }) => {
    const running = startOnTerminal(['init', '--recipient', RECIPIENT], {
      folder,
      environment: {},
    });
    for (const [question, typed] of [
      [/which portal\?/u, '\r'],
      [/CHORUS_LOGIN: /u, 'admin@example.fr\r'],
      [/password\?/u, '\r'],
      [/CHORUS_PASSWORD: /u, "it's #1\r"],
      [/second factor\?/u, '\r'],
      [/RACCORD_CONTACT_NAME: /u, '\r'],
      [/RACCORD_CONTACT_PHONE: /u, '\r'],
      [/RACCORD_CONTACT_EMAIL: /u, '\r'],
      [/RACCORD_EDITOR: /u, 'Solution\r'],
      [/RACCORD_APPLICATION_PATTERN: /u, 'Nom{n}\r'],
      [/RACCORD_USAGE: /u, '\r'],
    ] as const) {
      await running.says(question);
      running.type(typed);
    }
    const { exitCode, stdout } = await running.finished;
    expect(exitCode, stdout).toBe(0);
    expect(stdout).not.toContain("it's #1");
    const config = loadConfig({}, folder, { portal: true, administrator: true });
    expect(config).toMatchObject({ environment: 'qualification', editor: 'Solution', contact: {} });
    expect(config.password?.reveal()).toBe("it's #1");
  });

  test('who leaves the questions has nothing written', async ({ folder }) => {
    const running = startOnTerminal(['init'], { folder, environment: {} });
    await running.says(/which portal\?/u);
    running.type('\u0003');
    expect((await running.finished).exitCode).toBe(130);
    expect(await readdir(folder)).toEqual([]);
  });
});
