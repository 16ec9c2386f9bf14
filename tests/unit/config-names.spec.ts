import { expect, test } from '@playwright/test';
import { loadConfig } from '../../src/config/config.ts';
import { checkNames } from '../../src/config/variable-names.ts';
import { textsFor } from '../../fixtures/playwright/texts-for.ts';
import { configProblemText } from '../../src/messages/config-texts.ts';
import { problemsOf, warningsOf } from './config-fixtures.ts';

test.describe('a name that is nearly a variable of raccord', () => {
  for (const [name, meant] of [
    ['RACCORD_RECIPIENT', 'RACCORD_RECIPIENTS'],
    ['RACORD_HOME', 'RACCORD_HOME'],
    ['RACCORD_HOEM', 'RACCORD_HOME'],
    ['CHROUS_LOGIN', 'CHORUS_LOGIN'],
    ['CHORUS_PASWORD', 'CHORUS_PASSWORD'],
    ['CHORUS_PASSWORD_FILES', 'CHORUS_PASSWORD_FILE'],
    ['CHORUS-PASSWORD', 'CHORUS_PASSWORD'],
    ['chorus_password', 'CHORUS_PASSWORD'],
    ['\ufeffCHORUS_LOGIN', 'CHORUS_LOGIN'],
    ['RACCORD_CONTACT_MAIL', 'RACCORD_CONTACT_EMAIL'],
    ['RACCORD_RECIPENTS', 'RACCORD_RECIPIENTS'],
    ['RACCORD_TIME_ZONE', 'RACCORD_TIMEZONE'],
    ['RACCORD_SMTP_URI', 'RACCORD_SMTP_URL'],
  ] as const) {
    test(`is refused: ${JSON.stringify(name)}`, () => {
      expect(checkNames([name])).toMatchObject({
        problems: [{ reason: { key: 'misspelt', meant } }],
        warnings: [],
      });
      expect(problemsOf({ [name]: 'a value' })).toHaveLength(1);
    });
  }

  test('is told by both names, in each language, and without its value', () => {
    const { problems } = checkNames(['RACCORD_RECIPIENT']);
    for (const language of ['en', 'fr'] as const) {
      const [problem] = problems;
      const told = problem && configProblemText(problem, textsFor(language).config);
      expect(told).toMatch(/^RACCORD_RECIPIENT: .*RACCORD_RECIPIENTS/u);
    }
  });
});

test('a file or a command for what is no secret is refused: nobody would read it', () => {
  expect(problemsOf({ CHORUS_LOGIN_FILE: '/run/login' })).toEqual([
    'CHORUS_LOGIN_FILE: only-secrets',
  ]);
});

test('any other name of raccord that nobody reads is warned of, and goes on', () => {
  const environment = {
    CHORUS_USER: 'x',
    RACCORD_PORT: 'tcp://10.0.0.1:80',
    PATH: '/bin',
    HOME: '/',
  };
  expect(warningsOf(loadConfig(environment, '/nowhere'))).toEqual([
    'CHORUS_USER: unknown-name',
    'RACCORD_PORT: unknown-name',
  ]);
  // Where something is missing, it may be what was meant.
  expect(
    problemsOf({ CHORUS_USER: 'x', CHORUS_PASSWORD: 'y' }, '/nowhere', { administrator: true }),
  ).toEqual(['CHORUS_LOGIN: missing', 'CHORUS_USER: unknown-name']);
});

test('an unknown name is told with the nearest that there is, where one is near', () => {
  const nearest = (name: string): unknown => checkNames([name]).warnings;
  expect(nearest('RACCORD_CONTACT_TELEPHONE')).toMatchObject([
    { reason: { key: 'unknown-name', nearest: 'RACCORD_CONTACT_PHONE' } },
  ]);
  expect(nearest('RACCORD_FOO')).toEqual([
    { place: 'RACCORD_FOO', reason: { key: 'unknown-name' } },
  ]);
  for (const language of ['en', 'fr'] as const) {
    const reason = { key: 'unknown-name', nearest: 'RACCORD_CONTACT_PHONE' } as const;
    const told = configProblemText({ place: 'RACCORD_TEL', reason }, textsFor(language).config);
    expect(told).toMatch(/^RACCORD_TEL: .*RACCORD_CONTACT_PHONE ?\?$/u);
  }
});

test('names of other programs are none of ours', () => {
  const others = ['HOME', 'CHORUS', 'RACCORD', 'ACCORD_HOMES', 'RECORD_HOST', 'PASSWORD', 'LOGIN'];
  expect(checkNames(others)).toEqual({ problems: [], warnings: [] });
});

test("the user's own folder is put into a path that names it", () => {
  for (const path of ['~/raccord', '$HOME/raccord', '${HOME}/raccord']) {
    const environment = { HOME: '/home/camille', RACCORD_HOME: path, RACCORD_IDENTITY: path };
    expect(loadConfig(environment, '/nowhere')).toMatchObject({
      home: '/home/camille/raccord',
      identityFile: '/home/camille/raccord',
    });
  }
});

test('a telephone number that was given as a number is refused', () => {
  for (const phone of ['478000000', '33478000000', '4.78E+08']) {
    expect(problemsOf({ RACCORD_CONTACT_PHONE: phone })).toEqual([
      expect.stringMatching(/^RACCORD_CONTACT_PHONE: must be a telephone number/u),
    ]);
  }
});

test('a text that will be declared and looks garbled is asked about', () => {
  const garbled = { RACCORD_CONTACT_NAME: 'HÃ©lÃ¨ne NoÃ«l', RACCORD_EDITOR: 'Éditeur & fils' };
  expect(warningsOf(loadConfig(garbled, '/nowhere'))).toEqual([
    'RACCORD_CONTACT_NAME: looks-garbled',
  ]);
});

test.describe('a value of the environment that was meant for .env', () => {
  for (const [variable, value, key] of [
    ['RACCORD_CONTACT_NAME', "'Camille Martin'", 'in-quotes'],
    ['RACCORD_CONTACT_NAME', '"Camille Martin"', 'in-quotes'],
    ['RACCORD_EDITOR', 'PLDChorus   # notre solution', 'comment-in-value'],
    ['RACCORD_EDITOR', 'PLDChorus #notre solution', 'comment-in-value'],
    ['RACCORD_DELIVER_HOOK', "'deliver --to vault'", 'in-quotes'],
    ['CHORUS_PASSWORD_COMMAND', "'pass show chorus'", 'in-quotes'],
    ['RACCORD_HOME', '$XDG_DATA_HOME/raccord', 'not-expanded'],
    ['RACCORD_IDENTITY', '~camille/key', 'not-expanded'],
    ['RACCORD_BROWSER', '%APPDATA%\\raccord', 'not-expanded'],
    ['RACCORD_CONTACT_PHONE', '04\u0000', 'control-character'],
    ['RACCORD_CONTACT_NAME', 'Andr\ufffd', 'replacement-character'],
    ['CHORUS_LOGIN', 'a@b\u200b.fr', 'invisible-character'],
  ] as const) {
    test(`is refused: ${variable}=${JSON.stringify(value)}`, () => {
      expect(problemsOf({ [variable]: value })).toEqual([`${variable}: ${key}`]);
    });
  }

  test('is taken where it has one meaning', () => {
    const config = loadConfig(
      {
        CHORUS_ENV: 'qualification\r',
        RACCORD_EDITOR: 'Solution#1',
        RACCORD_RECIPIENTS: 'age1a,\nage1b\n',
        RACCORD_DELIVER_HOOK: '"/opt/my program" # each\nexit 0',
        RACCORD_CONTACT_NAME: ' Camille Martin\t',
      },
      '/nowhere',
    );
    expect(config).toMatchObject({
      environment: 'qualification',
      editor: 'Solution#1',
      recipients: ['age1a', 'age1b'],
      contact: { name: 'Camille Martin' },
      delivery: { hook: { line: '"/opt/my program" # each\nexit 0' } },
      warnings: [],
    });
  });
});
