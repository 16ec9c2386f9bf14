import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../../fixtures/playwright/folder.ts';
import {
  countsOf,
  lastRunText,
  type ProfileStatus,
} from '../../src/cli/in-profiles/profile-status.ts';
import { withoutProfiles } from '../../src/cli/in-profiles/in-profiles.ts';
import { homeAndKeysOf, loadConfig, readableConfig, sourceOf } from '../../src/config/config.ts';
import {
  allProfiles,
  notForSeveralProfiles,
  profileNamed,
  profilesFolderOf,
  sharedPlaces,
  type ProfilePlace,
} from '../../src/config/profile-files.ts';
import { userFolder } from '../../src/config/user-folders.ts';
import { foldEnrolment, type Enrolment } from '../../src/domain/enrolment.ts';
import { isRaccordError } from '../../src/errors/raccord-error.ts';
import type { ExitCode } from '../../src/errors/exit-code.ts';
import type { LedgerEvent } from '../../src/domain/ledger-event.ts';
import type { Siret } from '../../src/domain/siret.ts';
import { worstExit } from '../../src/errors/to-raccord-error.ts';
import { siretOf } from './ledger-fixtures.ts';
import { raccordHere } from '../../fixtures/playwright/raccord-here.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';

/** The keys of what a configuration is refused for. */
function refusalOf(work: () => unknown): string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!isRaccordError(error) || error.code !== 'CONFIG_INVALID') throw error;
    return error.details.problems.map((one) =>
      typeof one === 'string' ? one : `${one.place}: ${one.reason.key}`,
    );
  }
}

/** Writes `NAME.env` into the folder's `profiles`. */
async function writeProfile(folder: string, name: string, text: string): Promise<string> {
  await mkdir(join(folder, 'profiles'), { recursive: true });
  const file = join(folder, 'profiles', `${name}.env`);
  await writeFile(file, text, { mode: 0o600 });
  return file;
}

/** The environment of a user whose folders are the test's. */
const environmentIn = (folder: string): Record<string, string> => ({
  RACCORD_PROFILES: join(folder, 'profiles'),
  XDG_DATA_HOME: join(folder, 'data'),
});

for (const [platform, environment, config] of [
  ['linux', {}, '/u/.config/raccord'],
  ['linux', { XDG_CONFIG_HOME: '/c' }, '/c/raccord'],
  ['linux', { XDG_CONFIG_HOME: 'c' }, '/u/.config/raccord'],
  ['darwin', {}, '/u/Library/Application Support/raccord'],
  ['win32', { APPDATA: '/r' }, '/r/raccord'],
] as const) {
  test(`on ${platform} with ${JSON.stringify(environment)} configuration is read in ${config}`, () => {
    expect(userFolder('config', environment, platform, '/u')).toBe(config);
  });
}

test('profiles are looked for where RACCORD_PROFILES says, else beside the user’s configuration', () => {
  expect(profilesFolderOf({ RACCORD_PROFILES: 'p' }, '/work')).toBe('/work/p');
  expect(profilesFolderOf({ XDG_CONFIG_HOME: '/c' }, '/work')).toBe('/c/raccord/profiles');
});

test('a profile is read in place of .env and has a home of its own', async ({ folder }) => {
  const environment = environmentIn(folder);
  await writeFile(join(folder, '.env'), 'CHORUS_LOGIN=other@a.fr\nRACCORD_EDITOR=Other\n');
  const file = await writeProfile(folder, 'lyon', 'CHORUS_LOGIN=lyon@a.fr\nRACCORD_HOME=\n');
  const profile = profileNamed('lyon', environment, folder);
  const config = loadConfig(environment, folder, {}, profile);
  expect(config).toMatchObject({
    login: 'lyon@a.fr',
    editor: 'PLDChorus',
    home: join(folder, 'data', 'raccord', 'profiles', 'lyon'),
    ...{ homeFrom: 'default', profile: 'lyon' },
  });
  const { home } = homeAndKeysOf(environment, folder, profile);
  expect(home.path).toBe(config.home);
  expect(profile.file).toBe(file);
  expect(sourceOf('CHORUS_LOGIN', environment, folder, profile)).toBe('lyon.env');
  expect(allProfiles(environment, folder)).toEqual([profile]);
  expect(allProfiles({ RACCORD_PROFILES: '/nowhere' }, folder)).toEqual([]);
});

test('the environment beats a profile as it beats .env', async ({ folder }) => {
  const environment = { ...environmentIn(folder), CHORUS_LOGIN: 'env@a.fr', RACCORD_HOME: 'here' };
  await writeProfile(folder, 'lyon', 'CHORUS_LOGIN=lyon@a.fr\nRACCORD_HOME=/srv/lyon\n');
  const profile = profileNamed('lyon', environment, folder);
  const config = loadConfig(environment, folder, {}, profile);
  expect(config).toMatchObject({ login: 'env@a.fr', home: join(folder, 'here') });
});

for (const name of ['../lyon', 'a/b', 'a\\b', '.hidden', '', 'a b', '..', 'x'.repeat(65), 'a\n']) {
  test(`${JSON.stringify(name.slice(0, 9))} is no name of a profile`, async ({ folder }) => {
    await writeFile(join(folder, 'lyon.env'), '');
    const named = (): unknown => profileNamed(name, environmentIn(folder), folder);
    expect(refusalOf(named)).toEqual(['--profile: profile-name']);
  });
}

test('a profile that is not there is told with those that are', async ({ folder }) => {
  await writeProfile(folder, 'lyon', '');
  await writeFile(join(folder, 'profiles', 'notes.txt'), '');
  try {
    profileNamed('lyno', environmentIn(folder), folder);
    throw new Error('it was found');
  } catch (error) {
    expect(error).toMatchObject({
      code: 'CONFIG_INVALID',
      details: { problems: [{ reason: { key: 'no-profile', present: ['lyon'] } }] },
    });
  }
});

test('a profile with a secret in it is its owner’s alone', async ({ folder }) => {
  test.skip(process.platform === 'win32', 'there are no modes');
  const environment = environmentIn(folder);
  const file = await writeProfile(folder, 'lyon', 'CHORUS_PASSWORD=s3cret\n');
  await chmod(file, 0o640);
  const read = (): unknown =>
    loadConfig(environment, folder, {}, profileNamed('lyon', environment, folder));
  expect(refusalOf(read)).toEqual(['lyon.env: open-to-others']);
});

test('what can be read of a profile that has mistakes is its own', async ({ folder }) => {
  const environment = environmentIn(folder);
  await writeFile(join(folder, '.env'), 'RACCORD_EDITOR=Other\n');
  await writeProfile(folder, 'lyon', 'RACCORD_EDITOR=Lyon\nRACCORD_SETTLE=soon\n');
  const profile = profileNamed('lyon', environment, folder);
  expect(readableConfig(environment, folder, profile)).toMatchObject({
    ...{ editor: 'Lyon', profile: 'lyon', home: profile.home },
  });
});

test('a path in a profile is whole, since it is used from any folder', async ({ folder }) => {
  const environment = { ...environmentIn(folder), HOME: folder };
  await writeProfile(
    folder,
    'lyon',
    'RACCORD_HOME=lyon\nCHORUS_PASSWORD_FILE=./secret\nRACCORD_BROWSER=chrome\nRACCORD_IDENTITY=~/key\n',
  );
  const read = (): unknown =>
    loadConfig(environment, folder, {}, profileNamed('lyon', environment, folder));
  expect(refusalOf(read).sort()).toEqual([
    'CHORUS_PASSWORD_FILE: not-absolute',
    'RACCORD_HOME: not-absolute',
  ]);
});

test('neither .env nor a profile chooses a profile', async ({ folder }) => {
  const environment = environmentIn(folder);
  await writeProfile(folder, 'lyon', 'RACCORD_PROFILE=paris\n');
  await writeFile(join(folder, '.env'), 'RACCORD_PROFILES=/x\n');
  const profile = profileNamed('lyon', environment, folder);
  const inOne = (): unknown => loadConfig(environment, folder, {}, profile);
  expect(refusalOf(inOne)).toEqual(['RACCORD_PROFILE: read-too-late']);
  expect(refusalOf(() => loadConfig({}, folder))).toEqual(['RACCORD_PROFILES: read-too-late']);
});

test('what belongs to one administrator is not given to several profiles at once', () => {
  const environment = {
    RACCORD_HOME: '/x',
    CHORUS_LOGIN: 'a@a.fr',
    CHORUS_PASSWORD_FILE: '/p',
    CHORUS_TOTP_SECRET_COMMAND: 'oathtool',
    RACCORD_TIMEZONE: 'Europe/Paris',
    CHORUS_TOTP_LABEL: '',
  };
  expect(notForSeveralProfiles(environment, []).map(({ place }) => place)).toEqual([
    'RACCORD_HOME',
    'CHORUS_LOGIN',
    'CHORUS_PASSWORD_FILE',
    'CHORUS_TOTP_SECRET_COMMAND',
  ]);
});

test('a variable of the process replaces no contact, portal or destination of one of several profiles', async ({
  folder,
}) => {
  const own = environmentIn(folder);
  const name = 'RACCORD_CONTACT_NAME';
  await writeProfile(folder, 'lyon', `${name}=Jeanne Chêne\nCHORUS_ENV=production\n`);
  await writeProfile(folder, 'nantes', 'RACCORD_TIMEZONE=Indian/Reunion\n');
  let profiles = allProfiles(own, folder);
  const refused = (environment: Record<string, string>): string[] =>
    notForSeveralProfiles({ ...own, ...environment }, profiles).map(({ place }) => place);
  expect(refused({ [name]: 'Camille Martin', CHORUS_ENV: 'qualification' })).toEqual([
    'CHORUS_ENV',
    name,
  ]);
  const token = { RACCORD_VAULT_TOKEN: 'shared' };
  expect(refused(token)).toEqual([]);
  for (const access of ['RACCORD_VAULT_TOKEN_FILE=/run/token\n', 'RACCORD_VAULT_ROLE_ID=lyon\n']) {
    await writeProfile(folder, 'nice', access);
    profiles = allProfiles(own, folder);
    expect(refused(token)).toEqual(['RACCORD_VAULT_TOKEN']);
  }
  // A role of its own may have the secret that all have.
  expect(refused({ RACCORD_VAULT_SECRET_ID_FILE: '/run/secret' })).toEqual([]);
  const shared = { CHORUS_ENV: 'production', RACCORD_EDITOR: 'E', RACCORD_TIMEZONE: 'UTC' };
  expect(refused({ ...shared, [name]: ' Jeanne Chêne ' })).toEqual([]);
});

test('a folder of profiles that may not be looked into is told, and why', async ({ folder }) => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  for (const place of [file, join(file, 'profiles')]) {
    const environment = { RACCORD_PROFILES: place };
    expect(refusalOf(() => allProfiles(environment, folder))).toEqual([
      `${place}: unreadable-file`,
    ]);
    expect(refusalOf(() => profileNamed('lyon', environment, folder))).toEqual([
      `${join(place, 'lyon.env')}: unreadable-file`,
    ]);
  }
});

test('two profiles share neither a home nor an administrator of one portal', () => {
  const place = (name: string, home: string, login: string, host: string): ProfilePlace => ({
    ...{ name, home, login },
    portalUrl: new URL(`https://${host}/`),
  });
  const a = place('a', '/a', 'admin', 'one.fr');
  const b = place('b', '/b', 'admin', 'two.fr');
  expect(sharedPlaces([a, b])).toEqual([]);
  const names = ['a', 'b'];
  const reason = { key: 'shared-by-profiles', names };
  expect(sharedPlaces([a, { ...b, home: '/a' }])).toEqual([{ place: 'RACCORD_HOME', reason }]);
  const sameAdministrator = place('b', '/b', 'admin', 'one.fr');
  expect(sharedPlaces([a, sameAdministrator])).toEqual([{ place: 'CHORUS_LOGIN', reason }]);
  // The portal ignores the case of a login.
  const alike = { ...sameAdministrator, login: 'Admin' };
  expect(sharedPlaces([a, alike])).toEqual([{ place: 'CHORUS_LOGIN', reason }]);
});

for (const [codes, worst] of [
  [[0, 0], 0],
  [[0, 1], 1],
  [[1, 3, 5], 3],
  [[2, 2], 2],
  [[0, 2], 1],
  [[2, 6], 6],
  [[4, 130], 130],
  [[], 0],
] as const satisfies readonly (readonly [readonly ExitCode[], ExitCode])[]) {
  test(`runs that ended with ${codes.join(' and ') || 'nothing'} end with ${worst}`, () => {
    expect(worstExit(codes)).toBe(worst);
  });
}

test('a scheduled line has its own profiles, or those of schedule', () => {
  const line = ['batch', '--profile', 'a', '--yes', '--profile=b'];
  expect(withoutProfiles(line, ['c'])).toEqual({ line: ['batch', '--yes'], profiles: ['a', 'b'] });
  expect(withoutProfiles(['renew'], ['c', 'd'])).toEqual({ line: ['renew'], profiles: ['c', 'd'] });
});

test('a SIRET that was refused or is in doubt is open, and a password that expires soon is counted', () => {
  const at = '2026-11-01T00:00:00.000Z';
  const happened = (siret: Siret, ...events: readonly LedgerEvent[]): Enrolment =>
    foldEnrolment(siret, events);
  const seen = (expiresOn: string): LedgerEvent => {
    const found = { name: 'TECH_1@cpro.fr', state: 'Actif', expiresOn };
    return { at, stream: 'account', event: { kind: 'seen-other', found } };
  };
  const refused: readonly LedgerEvent[] = [
    { at, stream: 'connection', event: { kind: 'not-seen' } },
    { at, stream: 'connection', event: { kind: 'intended', applicationName: 'Pldiffusion1' } },
    { at, stream: 'connection', event: { kind: 'refused', message: 'Nom déjà utilisé' } },
  ];
  const enrolments = [
    happened(siretOf(1), ...refused),
    happened(siretOf(2), seen('2026-12-15')),
    happened(siretOf(3), seen('2027-12-15')),
  ];
  const now = new Date('2026-11-27T00:00:00Z');
  expect(countsOf(enrolments, now)).toEqual({ sirets: 3, failed: 1, expiring: 1 });
});

test('the last run of a profile is told on the clock on the wall', () => {
  const status = {
    ...{ sirets: 1, failed: 0, expiring: 0, timezone: 'Europe/Paris' },
    lastRun: { command: 'batch', endedAt: '2026-07-01T22:30:00.000Z', exitCode: 0 },
  } as ProfileStatus;
  expect(lastRunText(status, textsFor('en'))).toBe('2026-07-02 00:30 batch, exit 0');
  expect(lastRunText(status, textsFor('fr'))).toBe('2026-07-02 00:30 batch, sortie 0');
});

test('a profile whose home may not be looked into ends neither the list nor the others’ work', async ({
  folder,
}) => {
  const environment = { ...environmentIn(folder), RACCORD_HOME: '' };
  const line = 'CHORUS_ENV=qualification\nCHORUS_LOGIN=';
  await writeFile(join(folder, 'a-file'), '');
  await writeProfile(folder, 'lyon', `${line}lyon@a.fr\nRACCORD_HOME=${folder}/a-file/home\n`);
  await writeProfile(folder, 'nantes', `${line}nantes@a.fr\n`);
  const listed = await raccordHere(['profiles', '--json'], { folder, environment });
  expect(JSON.parse(listed.stdout)).toMatchObject({
    profiles: [
      { profile: 'lyon', error: { code: 'HOME_UNWRITABLE' } },
      { profile: 'nantes', sirets: 0 },
    ],
  });
  const both = ['--profile', 'nantes', '--profile', 'lyon'];
  const status = await raccordHere(['status', '--json', ...both], { folder, environment });
  expect(JSON.parse(status.stdout)).toMatchObject({
    profiles: [
      { profile: 'nantes', exitCode: 0, standing: { sirets: 0 } },
      { profile: 'lyon', error: { code: 'HOME_UNWRITABLE' } },
    ],
  });
});
